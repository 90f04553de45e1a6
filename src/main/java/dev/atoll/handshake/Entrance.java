package dev.atoll.handshake;

import dev.atoll.auth.Access;
import dev.atoll.auth.Authenticator;
import dev.atoll.auth.Challenges;
import dev.atoll.auth.EthereumAddress;
import dev.atoll.session.ClientFault;
import dev.atoll.session.CloseReason;
import dev.atoll.session.Refusals;
import io.vertx.core.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What every door asks of who wants in. */
public final class Entrance {
  private static final Logger LOG = LoggerFactory.getLogger(Entrance.class);

  private final Challenges challenges;
  private final Authenticator authenticator;
  private final Access access;

  public Entrance(Challenges challenges, Authenticator authenticator, Access access) {
    this.challenges = challenges;
    this.authenticator = authenticator;
    this.access = access;
  }

  /**
   * The lower-case form of the address a client says it has.
   *
   * @throws ClientFault when it is none, or denied
   */
  public String checked(String claimed) {
    if (!EthereumAddress.isAddress(claimed)) {
      throw new ClientFault(CloseReason.BAD_ADDRESS);
    }
    String address = EthereumAddress.normalised(claimed);
    if (access.denied(address)) {
      throw new ClientFault(CloseReason.DENIED);
    }
    return address;
  }

  /** A text to sign, for one answer. */
  public String newChallenge() {
    return challenges.next();
  }

  /**
   * Who signed the challenge, if that peer may enter. Completes on the event loop; {@link Refusals} knows the reason of its
   * failures, of which our own are logged.
   */
  public Future<String> verify(String authChain, String challenge) {
    return authenticator
        .authenticate(authChain, challenge)
        .compose(this::entering)
        .onFailure(Entrance::logOwn);
  }

  private static void logOwn(Throwable cause) {
    if (Refusals.reason(cause) == CloseReason.INTERNAL_ERROR) {
      LOG.error("Login failed", cause);
    }
  }

  private Future<String> entering(String address) {
    if (access.denied(address)) {
      return Future.failedFuture(new ClientFault(CloseReason.DENIED));
    }
    return access
        .banned(address)
        .compose(banned -> banned
            ? Future.failedFuture(new ClientFault(CloseReason.BANNED))
            : Future.succeededFuture(address));
  }
}
