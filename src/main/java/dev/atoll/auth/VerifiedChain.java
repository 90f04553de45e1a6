package dev.atoll.auth;

import java.util.List;

/**
 * A chain whose every link holds, as far as can be told without asking a contract.
 *
 * @param owner lower-case address
 * @param toAsk what contracts have to confirm before the owner is believed; mostly nothing
 */
record VerifiedChain(String owner, List<ContractSignature> toAsk) {
  VerifiedChain {
    toAsk = List.copyOf(toAsk);
  }
}
