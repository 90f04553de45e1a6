package dev.atoll.handshake;

import dev.atoll.bus.Bus;
import dev.atoll.bus.Bus.Subscription;
import dev.atoll.bus.Headers;
import dev.atoll.bus.Message;
import dev.atoll.bus.Subjects;
import dev.atoll.cluster.LoginStamp;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;

/** The logins at other nodes of this realm, as they tell of them. Used on one event loop only. */
final class LoginsElsewhere {
  /** Of {@code peer.<address>.connect} and {@code .disconnect}. */
  private static final int ADDRESS = 1;

  private final Bus bus;
  private final BiPredicate<String, LoginStamp> counts;
  private final List<Subscription> subscriptions = new ArrayList<>();

  /** One an address at most; bounded by what the realm's nodes let in. */
  private final Map<String, LoginStamp> logins = new HashMap<>();

  /** @param counts told of each login; false where a later one of that address is here */
  LoginsElsewhere(Bus bus, BiPredicate<String, LoginStamp> counts) {
    this.bus = bus;
    this.counts = counts;
  }

  void start() {
    subscriptions.add(bus.subscribe(Subjects.EVERY_CONNECT, this::connected));
    subscriptions.add(bus.subscribe(Subjects.EVERY_DISCONNECT, this::disconnected));
    subscriptions.add(bus.overhear(
        Subjects.EVERY_NODE_LOST,
        message -> heard(Subjects.lostNode(message.subject()), Map.of())));
  }

  void stop() {
    subscriptions.forEach(Subscription::cancel);
    subscriptions.clear();
  }

  private void connected(Message message) {
    login(message).ifPresent(login -> heard(message.subject().token(ADDRESS), login));
  }

  private void disconnected(Message message) {
    login(message).ifPresent(login -> logins.remove(message.subject().token(ADDRESS), login));
  }

  /** What another node says of a login; empty for what is of this one, and of foreign systems. */
  private static Optional<LoginStamp> login(Message message) {
    return message.headers().isFromAnotherNode()
        ? message.headers().get(Headers.LOGIN).flatMap(LoginStamp::parse)
        : Optional.empty();
  }

  private void heard(String address, LoginStamp login) {
    LoginStamp known = logins.get(address);
    if ((known == null || login.isAfter(known)) && counts.test(address, login)) {
      logins.put(address, login);
    }
  }

  /** These are all the logins at that node now. */
  void heard(String node, Map<String, LoginStamp> now) {
    logins.values().removeIf(login -> login.node().equals(node));
    now.forEach(this::heard);
  }

  /** How many there are. */
  int size() {
    return logins.size();
  }

  /** That of an address; empty when it is logged in at no other node. */
  Optional<LoginStamp> login(String address) {
    return Optional.ofNullable(logins.get(address));
  }

  /** The address logged in here. */
  Optional<LoginStamp> remove(String address) {
    return Optional.ofNullable(logins.remove(address));
  }
}
