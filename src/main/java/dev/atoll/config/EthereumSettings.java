package dev.atoll.config;

import java.net.URI;
import java.util.Optional;

/**
 * The Ethereum node that contract wallets (EIP-1654) are asked at.
 *
 * @param rpcUrl JSON-RPC endpoint; without one, logins by contract wallets are refused
 */
public record EthereumSettings(Optional<URI> rpcUrl) {
  public EthereumSettings {
    rpcUrl.ifPresent(url -> Check.httpUrl("rpc-url", url));
  }
}
