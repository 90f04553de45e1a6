package dev.atoll.handshake.bff;

import com.google.protobuf.Empty;
import dev.atoll.handshake.Proven;
import dev.atoll.protocol.message.GetChallengeRequest;
import dev.atoll.protocol.message.GetChallengeResponse;
import dev.atoll.protocol.message.SignedChallenge;
import dev.atoll.protocol.message.WelcomePeerInformation;
import dev.atoll.rpc.PortServices;
import dev.atoll.rpc.Procedure;
import dev.atoll.rpc.RpcFailure;
import dev.atoll.session.ClientFault;
import dev.atoll.session.CloseReason;
import dev.atoll.session.Refusals;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/** One port of a client: its authentication service, and the others once it is logged in. */
final class BffPort implements PortServices {
  /** Where a port stands. */
  private sealed interface Stage {
    /** Nothing asked yet, or the last try failed. */
    record Idle() implements Stage {}

    /**
     * Told what to sign.
     *
     * @param challenge for this port, and for one answer
     */
    record Challenged(String challenge) implements Stage {}

    /** The answer is being verified. */
    record Verifying() implements Stage {}

    /**
     * Logged in.
     *
     * @param peer who talks here
     */
    record Authenticated(BffPeer peer) implements Stage {}

    /** Destroyed. */
    record Closed() implements Stage {}
  }

  private final BffParts parts;
  private final BffSession session;
  private Stage stage = new Stage.Idle();

  BffPort(BffParts parts, BffSession session) {
    this.parts = parts;
    this.session = session;
  }

  @Override
  public Optional<List<Procedure>> module(String name) {
    if (name.equals("BffAuthenticationService")) {
      return Optional.of(authentication());
    }
    return stage instanceof Stage.Authenticated authenticated
        ? authenticated.peer().module(name)
        : Optional.empty();
  }

  @Override
  public void closed() {
    stage = new Stage.Closed();
    session.closed(this);
  }

  private List<Procedure> authentication() {
    return List.of(
        Procedure.unary("GetChallenge", GetChallengeRequest.parser(), this::challenge),
        Procedure.unary("Authenticate", SignedChallenge.parser(), this::authenticate),
        Procedure.unary(
            "GetDisconnectionMessage", Empty.parser(), none -> peer().disconnection()));
  }

  private BffPeer peer() {
    if (stage instanceof Stage.Authenticated authenticated) {
      return authenticated.peer();
    }
    throw new RpcFailure("this port is not authenticated");
  }

  /**
   * Never says that the address is connected: kernels of July 2022 would not authenticate then, and everybody could ask who is
   * online.
   */
  private Future<GetChallengeResponse> challenge(GetChallengeRequest request) {
    session.checkAnonymous();
    if (stage instanceof Stage.Verifying) {
      throw new RpcFailure("an answer is being verified");
    }
    check(request.getAddress());
    String challenge = parts.door().entrance().newChallenge();
    stage = new Stage.Challenged(challenge);
    return Future.succeededFuture(
        GetChallengeResponse.newBuilder().setChallengeToSign(challenge).build());
  }

  private void check(String address) {
    try {
      parts.door().entrance().checked(address);
    } catch (ClientFault fault) {
      throw FailedLogins.isFinal(fault.reason())
          ? fault
          : new RpcFailure(fault.reason().text());
    }
  }

  private Future<WelcomePeerInformation> authenticate(SignedChallenge signed) {
    session.checkAnonymous();
    if (!(stage instanceof Stage.Challenged challenged)) {
      throw new RpcFailure("there is no challenge to answer");
    }
    session.beginLogin();
    stage = new Stage.Verifying();
    return parts
        .door()
        .entrance()
        .verify(signed.getAuthChainJson(), challenged.challenge(), parts.door().sessions())
        .recover(this::refused)
        .map(this::welcome);
  }

  private WelcomePeerInformation welcome(Proven proven) {
    if (!(stage instanceof Stage.Verifying)) {
      session.endLogin();
      throw new RpcFailure("the port is gone");
    }
    BffPeer peer = session.admit(this, proven);
    stage = new Stage.Authenticated(peer);
    return WelcomePeerInformation.newBuilder()
        .setPeerId(proven.address())
        .addAllAvailableModules(BffPeer.MODULES)
        .build();
  }

  private Future<Proven> refused(Throwable cause) {
    if (stage instanceof Stage.Verifying) {
      stage = new Stage.Idle();
    }
    CloseReason reason = Refusals.reason(cause);
    session.loginFailed(reason);
    return Future.failedFuture(new RpcFailure(reason.text()));
  }
}
