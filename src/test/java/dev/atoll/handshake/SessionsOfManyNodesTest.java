package dev.atoll.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.atoll.auth.Access;
import dev.atoll.bus.Bus;
import dev.atoll.bus.Headers;
import dev.atoll.bus.JoinedBuses;
import dev.atoll.bus.Message;
import dev.atoll.bus.Pattern;
import dev.atoll.bus.Payload;
import dev.atoll.bus.Subjects;
import dev.atoll.cluster.LoginClock;
import dev.atoll.config.AtollSettings;
import dev.atoll.protocol.message.ReportedSession;
import dev.atoll.protocol.message.SessionsMessage;
import dev.atoll.protocol.message.TermMessage;
import dev.atoll.session.ClientFault;
import dev.atoll.session.CloseReason;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class SessionsOfManyNodesTest {
  private static final String PEER = "0x01";

  private final JoinedBuses buses = new JoinedBuses("a", "b");
  private final List<String> said = new ArrayList<>();
  private long millisOfA = 1000;
  private long millisOfB = 1000;

  @Test
  void a_login_at_another_node_ends_the_one_before(Vertx vertx) {
    on(vertx, () -> {
      Sessions a = sessions(vertx, "a", () -> millisOfA);
      Sessions b = sessions(vertx, "b", () -> millisOfB);
      FakeSession first = new FakeSession();
      FakeSession second = new FakeSession();
      buses.join();

      LoggedIn before = a.admit(a.proven(PEER), first);
      listen();
      LoggedIn now = b.admit(b.proven(PEER), second);

      assertThat(first.kicked).containsExactly(CloseReason.REPLACED);
      assertThat(second.kicked).isEmpty();
      assertThat(a.isConnected(PEER)).isFalse();
      assertThat(b.isConnected(PEER)).isTrue();
      assertThat(said)
          .containsExactly(
              "b peer.0x01.disconnect " + before.login(), "b peer.0x01.connect " + now.login());
    });
  }

  @Test
  void who_signed_earlier_does_not_replace_who_was_let_in_meanwhile(Vertx vertx) {
    on(vertx, () -> {
      Sessions a = sessions(vertx, "a", () -> millisOfA);
      Sessions b = sessions(vertx, "b", () -> millisOfB);
      FakeSession later = new FakeSession();
      buses.join();

      Proven waiting = a.proven(PEER);
      millisOfB = 2000;
      b.admit(b.proven(PEER), later);

      assertThat(a.unlessLate(waiting).cause())
          .isInstanceOfSatisfying(
              ClientFault.class,
              fault -> assertThat(fault.reason()).isEqualTo(CloseReason.REPLACED));
      assertThat(later.kicked).isEmpty();
      assertThat(a.unlessLate(a.proven(PEER)).succeeded()).isTrue();
    });
  }

  @Test
  void the_node_of_the_login_that_was_ended_says_nothing_of_it(Vertx vertx) {
    on(vertx, () -> {
      Sessions a = sessions(vertx, "a", () -> millisOfA);
      Sessions b = sessions(vertx, "b", () -> millisOfB);
      FakeSession first = new FakeSession();
      buses.join();
      LoggedIn before = a.admit(a.proven(PEER), first);
      b.admit(b.proven(PEER), new FakeSession());
      listen();

      a.left(before, first);

      assertThat(said).isEmpty();
    });
  }

  @Test
  void of_logins_at_both_sides_of_a_cut_the_later_is_left_when_they_meet(Vertx vertx) {
    on(vertx, () -> {
      Sessions a = sessions(vertx, "a", () -> millisOfA);
      Sessions b = sessions(vertx, "b", () -> millisOfB);
      FakeSession earlier = new FakeSession();
      FakeSession later = new FakeSession();
      millisOfB = 2000;
      a.admit(a.proven(PEER), earlier);
      b.admit(b.proven(PEER), later);

      buses.join();
      a.heard("b", b.logins());
      b.heard("a", a.logins());

      assertThat(earlier.kicked).containsExactly(CloseReason.REPLACED);
      assertThat(later.kicked).isEmpty();
      assertThat(a.size() + b.size()).isOne();
    });
  }

  @Test
  void the_earlier_of_two_logins_of_a_cut_is_reported_to_no_leader_when_they_have_met(Vertx vertx) {
    on(vertx, () -> {
      Sessions a = sessions(vertx, "a", () -> millisOfA);
      Sessions b = sessions(vertx, "b", () -> millisOfB);
      SessionReports reports = new SessionReports(buses.of("a"), "a");
      reports.start();
      List<String> reported = new ArrayList<>();
      buses
          .of("a")
          .overhear(Subjects.only(Subjects.SESSIONS), message -> reported.add(loginsIn(message)));
      millisOfB = 2000;
      a.admit(a.proven(PEER), new FakeSession());
      lead("a", 1);
      b.admit(b.proven(PEER), new FakeSession());

      buses.join();
      a.heard("b", b.logins());
      lead("a", 2);

      assertThat(reported).containsExactly("1001.a", "");
    });
  }

  private void lead(String node, long term) {
    TermMessage message = TermMessage.newBuilder().setNumber(term).setNode(node).build();
    buses.of(node).publish(new Message(Subjects.TERM, Payload.of(message)));
  }

  private static String loginsIn(Message message) {
    try {
      return message
          .payload()
          .as(SessionsMessage.class, SessionsMessage.parser())
          .getSessionsList()
          .stream()
          .map(ReportedSession::getLogin)
          .collect(Collectors.joining(" "));
    } catch (InvalidProtocolBufferException malformed) {
      throw new IllegalStateException(malformed);
    }
  }

  @Test
  void logins_of_one_instant_leave_just_one(Vertx vertx) {
    on(vertx, () -> {
      Sessions a = sessions(vertx, "a", () -> millisOfA);
      Sessions b = sessions(vertx, "b", () -> millisOfB);
      FakeSession one = new FakeSession();
      FakeSession other = new FakeSession();
      LoggedIn atA = a.admit(a.proven(PEER), one);
      LoggedIn atB = b.admit(b.proven(PEER), other);

      buses.join();
      a.heard("b", b.logins());
      b.heard("a", Map.of());

      assertThat(atA.login()).isEqualTo("1001.a");
      assertThat(atB.login()).isEqualTo("1001.b");
      assertThat(one.kicked).containsExactly(CloseReason.REPLACED);
      assertThat(other.kicked).isEmpty();
    });
  }

  @Test
  void a_clock_that_was_set_back_lets_the_newer_login_win_all_the_same(Vertx vertx) {
    on(vertx, () -> {
      Sessions a = sessions(vertx, "a", () -> millisOfA);
      Sessions b = sessions(vertx, "b", () -> millisOfB);
      FakeSession first = new FakeSession();
      FakeSession second = new FakeSession();
      buses.join();
      millisOfA = 1_000_000;
      a.admit(a.proven(PEER), first);

      b.admit(b.proven(PEER), second);

      assertThat(first.kicked).containsExactly(CloseReason.REPLACED);
      assertThat(second.kicked).isEmpty();
    });
  }

  @Test
  void a_clock_that_was_years_ahead_makes_no_login_win_for_ever(Vertx vertx) {
    on(vertx, () -> {
      Sessions a = sessions(vertx, "a", () -> millisOfA);
      Sessions b = sessions(vertx, "b", () -> millisOfB);
      List<FakeSession> logins = new ArrayList<>();
      buses.join();
      millisOfA = Duration.ofDays(5000).toMillis();
      logins.add(new FakeSession());
      a.admit(a.proven(PEER), logins.get(0));
      millisOfA = 2000;

      // at the other node, here again, and there
      for (Sessions node : List.of(b, b, a, b)) {
        FakeSession next = new FakeSession();
        logins.add(next);
        node.admit(node.proven(PEER), next);

        assertThat(logins.get(logins.size() - 2).kicked).containsExactly(CloseReason.REPLACED);
        assertThat(next.kicked).isEmpty();
        assertThat(a.size() + b.size()).isOne();
      }
    });
  }

  @Test
  void who_was_at_a_node_that_is_lost_comes_back_without_having_been_told_gone(Vertx vertx) {
    on(vertx, () -> {
      Sessions a = sessions(vertx, "a", () -> millisOfA);
      Sessions b = sessions(vertx, "b", () -> millisOfB);
      buses.join();
      a.admit(a.proven(PEER), new FakeSession());
      buses.cut();
      listen();

      LoggedIn now = b.admit(b.proven(PEER), new FakeSession());

      assertThat(said).containsExactly("b peer.0x01.connect " + now.login());
    });
  }

  @Test
  void who_left_elsewhere_is_not_told_gone_once_more(Vertx vertx) {
    on(vertx, () -> {
      Sessions a = sessions(vertx, "a", () -> millisOfA);
      Sessions b = sessions(vertx, "b", () -> millisOfB);
      FakeSession first = new FakeSession();
      buses.join();
      a.left(a.admit(a.proven(PEER), first), first);
      listen();

      LoggedIn now = b.admit(b.proven(PEER), new FakeSession());

      assertThat(said).containsExactly("b peer.0x01.connect " + now.login());
    });
  }

  /** Notes from now on who says what of the coming and going of peers, and of which login. */
  private void listen() {
    for (String node : List.of("a", "b")) {
      Bus bus = buses.of(node);
      for (Pattern pattern : List.of(Subjects.EVERY_CONNECT, Subjects.EVERY_DISCONNECT)) {
        bus.overhear(pattern, message -> {
          if (!message.headers().isFromAnotherNode()) {
            said.add(node + " " + message.subject().name() + " "
                + message.headers().get(Headers.LOGIN).orElse(""));
          }
        });
      }
    }
  }

  private Sessions sessions(Vertx vertx, String node, LongSupplier millis) {
    Access access = new Access(vertx, AtollSettings.defaults());
    Sessions sessions = new Sessions(
        vertx, buses.of(node), new LoginClock(millis, node), access, Duration.ofMinutes(5));
    sessions.start();
    return sessions;
  }

  private static void on(Vertx vertx, Runnable test) {
    Promise<Void> done = Promise.promise();
    vertx.runOnContext(context -> {
      try {
        test.run();
        done.complete();
      } catch (Throwable failed) {
        done.fail(failed);
      }
    });
    done.future().await();
  }

  private static final class FakeSession implements Session {
    final List<CloseReason> kicked = new ArrayList<>();

    @Override
    public String origin() {
      return "ws://realm.example";
    }

    @Override
    public boolean hasTopics() {
      return false;
    }

    @Override
    public void kick(CloseReason reason) {
      kicked.add(reason);
    }
  }
}
