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
   * Who signed the challenge, if that peer may enter and none of its later logins came first. Completes on the event loop;
   * {@link Refusals} knows the reason of its failures, of which our own are logged.
   *
   * @param sessions that it is to be one of, in the same turn
   */
  public Future<Proven> verify(String authChain, String challenge, Sessions sessions) {
    return authenticator
        .authenticate(authChain, challenge)
        .map(sessions::proven)
        .compose(this::entering)
        .compose(sessions::unlessLate)
        .onFailure(Entrance::logOwn);
  }

  private static void logOwn(Throwable cause) {
    if (Refusals.reason(cause) == CloseReason.INTERNAL_ERROR) {
      LOG.error("Login failed", cause);
    }
  }

  private Future<Proven> entering(Proven proven) {
    if (access.denied(proven.address())) {
      return Future.failedFuture(new ClientFault(CloseReason.DENIED));
    }
    return access
        .banned(proven.address())
        .compose(banned -> banned
            ? Future.failedFuture(new ClientFault(CloseReason.BANNED))
            : Future.succeededFuture(proven));
  }
}
