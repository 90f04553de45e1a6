package dev.atoll.config;

import java.util.Optional;

/**
 * The chain that wallets are of, and the Ethereum node that contract wallets (EIP-1654) are asked at.
 *
 * @param rpcUrl JSON-RPC endpoint; without one, logins by contract wallets are refused
 * @param network its name, told in the reference's metrics
 */
public record EthereumSettings(Optional<SecretUrl> rpcUrl, String network) {
  public EthereumSettings {
    rpcUrl.ifPresent(url -> Check.secretUrl("rpc-url", url));
    Check.matches("network", network, "[a-z0-9-]{1,32}", "1 to 32 of a-z, 0-9 and -");
  }
}
