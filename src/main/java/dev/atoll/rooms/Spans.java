package dev.atoll.rooms;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.atoll.auth.EthereumAddress;
import dev.atoll.bus.Bus;
import dev.atoll.bus.Headers;
import dev.atoll.bus.Message;
import dev.atoll.bus.Subjects;
import dev.atoll.cluster.LoginClock;
import dev.atoll.cluster.LoginStamp;
import dev.atoll.cluster.RealmNode;
import dev.atoll.cluster.RealmNodes;
import dev.atoll.protocol.message.SpanLeft;
import dev.atoll.protocol.message.SpanMember;
import dev.atoll.protocol.message.SpanMembers;
import dev.atoll.protocol.message.SpanMessage;
import dev.atoll.protocol.message.SpanScenes;
import dev.atoll.protocol.message.SpanTick;
import io.netty.buffer.PooledByteBufAllocator;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rooms that span this realm's nodes: every node knows all members of them, wherever they are. Each tells each of the others of its
 * members, all of them when the other is heard anew and each change from there on, and to those nodes where somebody is in the same room
 * what they say; in order, by the link between the two. A node that is not heard any more is one whose members have left. Used on the
 * rooms' event loop only.
 */
final class Spans {
  /** Of other nodes' rooms together; far more than a realm has. */
  private static final int MOST_FAR = 1_000_000;

  /** Told in one message: some 150 KiB. */
  private static final int TOLD_AT_ONCE = 1000;

  private static final int LONGEST_NAME = 128;
  private static final long FORGET_MILLIS = 10_000;
  private static final Logger LOG = LoggerFactory.getLogger(Spans.class);

  private final Parts parts;
  private final Owners owners;
  private final SpanTalk talk;
  private final SeatBook book;
  private final SeatRequests requests;
  private final LoginClock clock;
  private final Map<String, Span> spans = new HashMap<>();

  /** Who is inside elsewhere by challenge: the latest entry of each address. */
  private final Map<String, FarMember> challenged = new HashMap<>();

  private final Set<String> misread = new HashSet<>();
  private Set<String> others = Set.of();

  /** Nodes of which anything is known, some of them perhaps before they are seen. */
  private final Set<String> told = new HashSet<>();

  private int far;
  private Optional<Bus.Subscription> subscription = Optional.empty();
  private RealmNodes.Watch watch = () -> {};
  private long timer = -1;

  /** Whether what begins here now was told by another node, and is not told on. */
  private boolean hearing;

  /**
   * What they are made of.
   *
   * @param directory of this node's rooms
   * @param today the dialect that nodes speak with each other
   * @param scenes that are spoken in this node's rooms
   * @param spanning which rooms span nodes, by name
   */
  record Parts(
      Vertx vertx,
      Bus bus,
      RoomDirectory directory,
      Dialect today,
      SceneRooms scenes,
      Predicate<String> spanning) {}

  Spans(Parts parts, String self) {
    this.parts = parts;
    this.owners = new Owners(self);
    this.talk = new SpanTalk(parts.bus(), self);
    this.book = new SeatBook(seats(), System::nanoTime, new Random()::nextInt);
    this.requests = new SeatRequests(parts.vertx(), owners, book, talk);
    this.clock = new LoginClock(System::currentTimeMillis, self);
  }

  private SeatBook.Rooms seats() {
    return new SeatBook.Rooms() {
      @Override
      public int size() {
        return parts.directory().mostMembers();
      }

      @Override
      public int others(String room, String address) {
        return Spans.this.others(room, address);
      }

      @Override
      public int highestAlias(String room) {
        Span span = spans.get(room);
        int elsewhere = span == null ? 0 : span.highestAlias();
        return Math.max(
            elsewhere, parts.directory().room(room).map(Room::highestAlias).orElse(0));
      }
    };
  }

  /** Tells and listens, until {@link #stop}; to be called on the rooms' event loop. */
  void start(RealmNodes nodes) {
    subscription =
        Optional.of(parts.bus().subscribe(Subjects.only(Subjects.rooms(talk.self())), this::heard));
    timer = parts
        .vertx()
        .setPeriodic(FORGET_MILLIS, id -> book.forget(room -> owners.of(room).equals(talk.self())));
    parts.scenes().observe(this::spoken);
    watch = nodes.watch(this::changed);
  }

  void stop() {
    watch.end();
    subscription.ifPresent(Bus.Subscription::cancel);
    parts.vertx().cancelTimer(timer);
  }

  /** Whether the room of that name spans nodes. */
  boolean has(String room) {
    return parts.spanning().test(room);
  }

  /** Of an entry that was proven just now: later than all of its address that it replaces, however far ahead their clocks were. */
  LoginStamp stamp(String room, RoomDirectory.Entrant entrant, Stream<LoginStamp> here) {
    Span span = spans.get(room);
    FarMember same = span == null ? null : span.member(entrant.address());
    FarMember other = entrant.byChallenge() ? challenged.get(entrant.address()) : null;
    Stream<LoginStamp> there =
        Stream.of(same, other).filter(Objects::nonNull).map(FarMember::stamp);
    return clock.nextAfter(Stream.concat(here, there).toList());
  }

  /** The alias that comes with a seat; see {@link SeatRequests#seat}. */
  Future<Integer> seat(String room, String address) {
    return requests.seat(room, address);
  }

  /** Who got a seat does not come in with it. */
  void giveBack(String room, String address, int alias) {
    requests.giveBack(room, address, alias);
  }

  /** How many addresses are in a room, that one apart. */
  int others(String room, String address) {
    Span span = spans.get(room);
    Optional<Room> here = parts.directory().room(room);
    boolean isHere = here.flatMap(each -> each.member(address)).isPresent();
    boolean isThere = span != null && span.has(address);
    int all = here.map(Room::size).orElse(0) + (span == null ? 0 : span.size());
    return all - (isHere || isThere ? 1 : 0);
  }

  /** Whether somebody else has that alias in that room, given by a node that did not hear of the other. */
  boolean isTaken(String room, int alias, String address) {
    Span span = spans.get(room);
    Speaker far = span == null ? null : span.speaker(alias);
    Member here = parts.directory().room(room).map(each -> each.byAlias(alias)).orElse(null);
    return far != null && !far.address().equals(address)
        || here != null && !here.address().equals(address);
  }

  /** Whether an address is inside any room elsewhere by challenge. */
  boolean isConnected(String address) {
    return challenged.containsKey(address);
  }

  /** Whether the same address has come in later elsewhere, where that counts for this entry. */
  boolean isLate(String room, RoomDirectory.Entrant entrant, LoginStamp stamp) {
    Span span = spans.get(room);
    FarMember same = span == null ? null : span.member(entrant.address());
    FarMember other = entrant.byChallenge() ? challenged.get(entrant.address()) : null;
    return isLater(same, stamp) || isLater(other, stamp);
  }

  private static boolean isLater(@Nullable FarMember member, LoginStamp stamp) {
    return member != null && member.stamp().isAfter(stamp);
  }

  /** Somebody is about to be inside a room of this node. */
  Span open(Room room) {
    Span span = spans.computeIfAbsent(room.name(), this::made);
    span.here(room);
    return span;
  }

  private Span made(String room) {
    return new Span(room, talk, new OutgoingTick(parts.today(), PooledByteBufAllocator.DEFAULT));
  }

  /** Nobody is inside it at this node any more. */
  void close(Room room) {
    Span span = spans.get(room.name());
    if (span != null) {
      span.here(null);
      forgetEmpty(room.name(), span);
    }
  }

  private void forgetEmpty(String room, Span span) {
    if (span.isEmpty()) {
      spans.remove(room);
    }
  }

  /** Adds how many are in each room elsewhere. */
  void addTo(Map<String, Integer> counts) {
    spans.forEach((room, span) -> {
      if (span.size() > 0) {
        counts.merge(room, span.size(), Integer::sum);
      }
    });
  }

  private void changed(List<RealmNode> nodes) {
    talk.update(nodes);
    owners.update(nodes);
    Set<String> now = Set.copyOf(talk.others());
    Set<String> before = others;
    others = now;
    List.copyOf(told).stream().filter(node -> !now.contains(node)).forEach(this::lost);
    now.stream().filter(node -> !before.contains(node)).forEach(this::tellAll);
    requests.viewChanged();
  }

  private void tellAll(String node) {
    SpanMembers.Builder members = SpanMembers.newBuilder().setAnew(true);
    for (Member member : parts.directory().members()) {
      if (has(member.room().name())) {
        if (members.getMembersCount() == TOLD_AT_ONCE) {
          tell(node, members);
          members = SpanMembers.newBuilder();
        }
        members.addMembers(Span.told(member));
      }
    }
    tell(node, members);
  }

  private void tell(String node, SpanMembers.Builder members) {
    talk.tell(node, SpanMessage.newBuilder().setMembers(members).build());
  }

  private void lost(String node) {
    told.remove(node);
    book.lost(node);
    misread.remove(node);
    removeAll(node);
  }

  private void removeAll(String node) {
    for (Map.Entry<String, Span> each : List.copyOf(spans.entrySet())) {
      each.getValue().removeAll(node, this::gone);
      forgetEmpty(each.getKey(), each.getValue());
    }
  }

  private void gone(FarMember member) {
    far--;
    challenged.remove(member.address(), member);
  }

  private void heard(Message message) {
    String node = message.headers().get(Headers.NODE).orElse("");
    if (node.isEmpty()) {
      return;
    }
    told.add(node);
    try {
      heard(node, message.payload().as(SpanMessage.class, SpanMessage.parser()));
    } catch (InvalidProtocolBufferException | IllegalArgumentException malformed) {
      // once, since what is wrong is wrong each time
      if (misread.add(node)) {
        LOG.warn("rooms said what cannot be node={} cause={}", node, malformed.getMessage());
      }
    }
  }

  private void heard(String node, SpanMessage message) {
    switch (message.getSaidCase()) {
      case MEMBERS -> joined(node, message.getMembers());
      case LEFT -> left(node, message.getLeft());
      case TICK -> said(node, message.getTick());
      case REQUEST -> {
        checkName(message.getRequest().getRoom());
        checkAddress(message.getRequest().getAddress());
        requests.asked(node, message.getRequest());
      }
      case SCENES -> spokenThere(message.getScenes());
      case ANSWER -> requests.answered(node, message.getAnswer());
      default -> {
        // of a later version
      }
    }
  }

  private void joined(String node, SpanMembers members) {
    if (members.getAnew()) {
      removeAll(node);
    }
    for (SpanMember member : members.getMembersList()) {
      joined(node, member);
    }
  }

  /** Also of a room that spans nodes there and not here: this node may give its seats. */
  private void joined(String node, SpanMember said) {
    checkName(said.getRoom());
    checkAddress(said.getAddress());
    if (said.getAlias() <= 0 || said.getAlias() > SeatBook.HIGHEST || said.getStamp() < 0) {
      throw new IllegalArgumentException("a member's alias or stamp");
    }
    if (far >= MOST_FAR) {
      return;
    }
    FarMember member = new FarMember(
        new Speaker(said.getAlias(), said.getAddress()),
        new LoginStamp(said.getStamp(), node),
        said.getChallenged());
    clock.heard(member.stamp());
    book.free(said.getRoom(), said.getAddress(), node);
    if (has(said.getRoom())) {
      parts.directory().enteredElsewhere(said.getRoom(), member);
    }
    add(said.getRoom(), member);
  }

  private void add(String room, FarMember member) {
    far++;
    if (member.challenged() && !isLater(challenged.get(member.address()), member.stamp())) {
      challenged.put(member.address(), member);
    }
    spans.computeIfAbsent(room, this::made).add(member, () -> parts.scenes().scenes(room));
  }

  private void spoken(String scene, String room) {
    Span span = spans.get(room);
    if (span != null && !hearing) {
      span.spoken(scene);
    }
  }

  private void spokenThere(SpanScenes said) {
    Span span = spans.get(said.getRoom());
    if (span != null && said.getScenesCount() <= SpokenScenes.MOST) {
      hearing = true;
      try {
        span.spokenThere(said.getScenesList());
      } finally {
        hearing = false;
      }
    }
  }

  private void left(String node, SpanLeft left) {
    Span span = spans.get(left.getRoom());
    if (span != null) {
      span.remove(node, left.getAlias(), this::gone);
      forgetEmpty(left.getRoom(), span);
    }
  }

  private void said(String node, SpanTick tick) {
    Span span = spans.get(tick.getRoom());
    if (span != null) {
      span.hear(node, tick);
    }
  }

  private static void checkName(String room) {
    if (room.isEmpty() || room.length() > LONGEST_NAME) {
      throw new IllegalArgumentException("a room's name");
    }
  }

  private static void checkAddress(String address) {
    if (!EthereumAddress.isAddress(address) || !address.equals(address.toLowerCase(Locale.ROOT))) {
      throw new IllegalArgumentException("an address");
    }
  }
}
