package dev.atoll.cluster;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.atoll.protocol.message.BusMessage;
import dev.atoll.protocol.message.LinkBatch;
import dev.atoll.protocol.message.LinkHello;
import dev.atoll.protocol.message.NodeCard;
import dev.atoll.protocol.message.TunnelPiece;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One side of the way between two nodes: knows the other, sends what is to be sent in one batch a turn of the event loop, and ends when a
 * batch is not the next one or not authentic, when too much waits, or when nothing was heard for {@link #SILENCE}. It never goes on after a
 * fault: another one begins anew, with everything. Used on the links' context only.
 */
final class Link {
  static final Duration SILENCE = Duration.ofSeconds(3);

  /** A long batch may take its time on a slow way, but not for ever. */
  private static final Duration LONGEST_PARTIAL = Duration.ofSeconds(30);

  private static final Duration LIVELY = Duration.ofMillis(1500);

  /** What one that nobody knows yet may send. */
  static final int LONGEST_GREETING = 4096;

  /** Of a batch. */
  static final int LONGEST_BATCH = 8 << 20;

  /** A batch that is longer is sent before the turn ends. */
  private static final int FULL_BATCH = 256 << 10;

  private final Carrier carrier;
  private final LinkHandshake handshake;
  private final Events events;
  private final LinkFrames frames = new LinkFrames(LONGEST_GREETING, this::frame);
  private final Context context;
  private final long queueBytes;
  private Stage stage = Stage.GREETING;
  private @Nullable LinkSeal outgoing;
  private @Nullable LinkSeal incoming;
  private long heardNanos = System.nanoTime();
  private long aliveNanos = heardNanos;
  private long roundTripNanos;
  private LinkBatch.Builder batch = LinkBatch.newBuilder();

  /** What of this turn's patterns is asked for at its end: one may end and begin again, and a batch does not tell in which order. */
  private final Map<String, Boolean> wishes = new LinkedHashMap<>();

  private int batchBytes;
  private boolean flushing;
  private boolean overflowed;
  private long waiting;
  private long dropped;
  private long begun;
  private NodeCard card = NodeCard.getDefaultInstance();

  private enum Stage {
    GREETING,
    PROVING,
    OPEN,
    CLOSED
  }

  /** What is told of a link, on its context. */
  interface Events {
    /** Both sides know each other; before anything is heard. */
    void opened(Link link);

    /** One batch, authentic and in order. */
    void heard(Link link, LinkBatch said);

    /** It is over. */
    void closed(Link link, String reason);
  }

  /**
   * What a link is made with.
   *
   * @param queueBytes that may wait for the other side
   */
  record Parts(Context context, LinkHandshake handshake, Events events, long queueBytes) {}

  Link(Carrier carrier, Parts parts) {
    this.carrier = carrier;
    this.context = parts.context();
    this.handshake = parts.handshake();
    this.events = parts.events();
    this.queueBytes = parts.queueBytes();
  }

  /** Says who this node is, where it is the one that dialled. */
  void greet() {
    if (handshake.dialled()) {
      write(LinkFrames.framed(handshake.hello()));
    }
  }

  /** What came over the carrier. */
  void bytes(Buffer bytes) {
    if (stage == Stage.CLOSED) {
      return;
    }
    if (stage == Stage.OPEN) {
      aliveNanos = System.nanoTime();
    }
    try {
      frames.handle(bytes);
    } catch (LinkFault fault) {
      close(String.valueOf(fault.getMessage()));
    }
  }

  private void frame(byte[] frame) {
    switch (stage) {
      case GREETING -> {
        handshake.heardHello(frame);
        stage = Stage.PROVING;
        write(LinkFrames.framed(handshake.dialled() ? handshake.proof() : handshake.hello()));
      }
      case PROVING -> {
        handshake.heardProof(frame);
        if (!handshake.dialled()) {
          write(LinkFrames.framed(handshake.proof()));
        }
        open();
      }
      case OPEN -> heard(parsed(known(incoming).open(frame)));
      case CLOSED -> {
        // what was still in the buffer
      }
    }
  }

  private void open() {
    stage = Stage.OPEN;
    frames.longest(LONGEST_BATCH);
    outgoing = new LinkSeal(handshake.outgoing());
    incoming = new LinkSeal(handshake.incoming());
    heardNanos = System.nanoTime();
    aliveNanos = heardNanos;
    events.opened(this);
  }

  private static LinkBatch parsed(ByteBuffer body) {
    try {
      return LinkBatch.parseFrom(body);
    } catch (InvalidProtocolBufferException malformed) {
      throw new LinkFault("MALFORMED");
    }
  }

  private void heard(LinkBatch said) {
    long now = System.nanoTime();
    heardNanos = now;
    if (said.hasPing()) {
      batch.setPong(said.getPing());
      flushSoon();
    }
    if (said.hasPong()) {
      roundTripNanos = now - said.getPong();
    }
    if (said.hasCard()) {
      card = said.getCard();
    }
    events.heard(this, said);
  }

  /**
   * Sends a message with the others of this turn.
   *
   * @param mayGo whether it is dropped rather than the link when too much waits
   */
  void send(BusMessage message, boolean mayGo) {
    int bytes = message.getSerializedSize();
    if (stage != Stage.OPEN || overflowed) {
      return;
    }
    long all = waiting + batchBytes + bytes;
    if (bytes > LONGEST_BATCH - FULL_BATCH || mayGo && all > queueBytes / 2) {
      dropped++;
      return;
    }
    if (all > queueBytes) {
      overflow();
      return;
    }
    batch.addMessages(message);
    grown(bytes);
  }

  /** Nothing more is sent; it ends after this turn, so that who is telling something is not told of a lost node in the midst of it. */
  private void overflow() {
    overflowed = true;
    context.runOnContext(turn -> close("OVERFLOW"));
  }

  /** Whether so much can wait at once, beside what waits usually; what cannot is not sent, and counted. */
  boolean takes(long bytes) {
    boolean takes = bytes <= queueBytes / 4 * 3;
    dropped += takes ? 0 : 1;
    return takes;
  }

  private void grown(int bytes) {
    batchBytes += bytes;
    if (stage == Stage.OPEN && batchBytes >= FULL_BATCH) {
      flush();
    } else {
      flushSoon();
    }
  }

  /**
   * Sends a piece of somebody else's connection with the messages of this turn; false, and nothing is sent, when too much waits: what is
   * of these two nodes goes first.
   */
  boolean send(TunnelPiece piece) {
    int bytes = piece.getSerializedSize();
    if (stage != Stage.OPEN || waiting + batchBytes + bytes > queueBytes / 2) {
      return false;
    }
    batch.addTunnels(piece);
    grown(bytes);
    return true;
  }

  /** Asks the other side for what a pattern matches; the number that it tells when it serves it. */
  long begin(String pattern) {
    batch.setBegun(++begun);
    wish(pattern, true);
    return begun;
  }

  void end(String pattern) {
    wish(pattern, false);
  }

  private void wish(String pattern, boolean asked) {
    grown(wishes.put(pattern, asked) == null ? pattern.length() : 0);
  }

  /** So many of the other side's wishes are served from now on. */
  void serving(long count) {
    batch.setServing(count);
    flushSoon();
  }

  /** What this node tells of itself now. */
  void tell(NodeCard now) {
    batch.setCard(now);
    flushSoon();
  }

  /** To be called each half second: asks whether the other side is there, and ends what is silent. */
  void tick() {
    long now = System.nanoTime();
    boolean isSilent = now - aliveNanos > SILENCE.toNanos();
    if (isSilent || now - heardNanos > LONGEST_PARTIAL.toNanos()) {
      close(stage == Stage.OPEN ? "SILENCE" : "HANDSHAKE_TIMEOUT");
    } else if (stage == Stage.OPEN) {
      batch.setPing(now);
      flush();
    }
  }

  /** Asks the other side whether it is there. */
  void ping() {
    batch.setPing(System.nanoTime());
    flushSoon();
  }

  private void flushSoon() {
    if (!flushing) {
      flushing = true;
      context.runOnContext(turn -> flush());
    }
  }

  private void flush() {
    flushing = false;
    if (stage != Stage.OPEN) {
      return;
    }
    wishes.forEach(this::addWish);
    wishes.clear();
    byte[] body = batch.build().toByteArray();
    batch = LinkBatch.newBuilder();
    batchBytes = 0;
    write(known(outgoing).seal(body));
  }

  private void addWish(String pattern, boolean asked) {
    if (asked) {
      batch.addBegins(pattern);
    } else {
      batch.addEnds(pattern);
    }
  }

  private void write(Buffer frame) {
    int bytes = frame.length();
    waiting += bytes;
    carrier.send(frame).onComplete(done -> waiting -= bytes);
  }

  /** Ends it, and tells so; again: nothing happens. */
  void close(String reason) {
    if (stage != Stage.CLOSED) {
      stage = Stage.CLOSED;
      carrier.close();
      events.closed(this, reason);
    }
  }

  private static LinkSeal known(@Nullable LinkSeal seal) {
    if (seal == null) {
      throw new IllegalStateException("the link is not open");
    }
    return seal;
  }

  boolean isOpen() {
    return stage == Stage.OPEN;
  }

  /** Who is at the other side; empty before it has proven itself. */
  Optional<String> node() {
    return stage == Stage.OPEN
        ? Optional.of(handshake.theirs()).map(LinkHello::getNode)
        : Optional.empty();
  }

  /** What the other node told of itself last; nothing before its first batch. */
  NodeCard card() {
    return card;
  }

  /** Where the other side is, for people. */
  String place() {
    return carrier.place();
  }

  /** What it goes over. */
  Carrier carrier() {
    return carrier;
  }

  /** Whether that is a connection of its own. */
  boolean isDirect() {
    return carrier.via().isEmpty();
  }

  /** Whether something came just now. */
  boolean isLively() {
    return System.nanoTime() - aliveNanos < LIVELY.toNanos();
  }

  /** Bytes that the system has not taken yet. */
  long waitingBytes() {
    return waiting + batchBytes;
  }

  /** Messages that were not sent, because too much waited. */
  long dropped() {
    return dropped;
  }

  /** The last round trip; 0 before the first. */
  long roundTripMicros() {
    return TimeUnit.NANOSECONDS.toMicros(roundTripNanos);
  }
}
