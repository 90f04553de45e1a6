package dev.atoll.auth;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** The rules of wire.md §1. Pure but for the clock; safe for any thread; some 60 µs of CPU a link with the native library. */
final class ChainVerifier {
  private final Signatures signatures;
  private final Clock clock;

  ChainVerifier(Signatures signatures, Clock clock) {
    this.signatures = signatures;
    this.clock = clock;
  }

  /**
   * @param expected the text the chain must end in, compared exactly
   * @throws AuthRefusedException if any link does not hold
   */
  VerifiedChain verify(AuthChain chain, String expected) {
    // before any signature: a chain for another challenge costs us nothing
    require(chain.finalPayload().equals(expected), AuthRefusal.WRONG_PAYLOAD);
    List<ContractSignature> toAsk = new ArrayList<>();
    String authority = chain.owner();
    for (AuthLink link : chain.links().subList(1, chain.links().size())) {
      authority = link.type().isEphemeral()
          ? ephemeral(link, authority, toAsk)
          : entity(link, authority, toAsk);
    }
    return new VerifiedChain(chain.owner(), toAsk);
  }

  private String ephemeral(AuthLink link, String authority, List<ContractSignature> toAsk) {
    EphemeralPayload payload = EphemeralPayload.parse(link.payload());
    require(payload.expiration().isAfter(clock.instant()), AuthRefusal.EXPIRED);
    check(new AuthLink(link.type(), payload.message(), link.signature()), authority, toAsk);
    return EthereumAddress.normalised(payload.address());
  }

  private String entity(AuthLink link, String authority, List<ContractSignature> toAsk) {
    check(link, authority, toAsk);
    return link.payload();
  }

  private void check(AuthLink link, String authority, List<ContractSignature> toAsk) {
    if (link.type().isByContract()) {
      toAsk.add(ContractSignature.parse(authority, link.payload(), link.signature()));
      return;
    }
    EthereumSignature signature = EthereumSignature.parse(link.signature());
    String signer = signatures.recover(Keccak.personal(link.payload()), signature);
    require(signer.equals(authority), AuthRefusal.WRONG_SIGNER);
  }

  private static void require(boolean holds, AuthRefusal refusal) {
    if (!holds) {
      throw new AuthRefusedException(refusal);
    }
  }
}
