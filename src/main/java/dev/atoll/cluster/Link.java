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
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One side of the way between two nodes: knows the other, sends what is to be sent in batches, and ends when a
 * batch is not the next one or not authentic, when too much waits, or when nothing was heard for {@link #SILENCE}. It never goes on after a
 * fault: another one begins anew, with everything. Used on the links' context only.
 */
final class Link {
  static final Duration SILENCE = Duration.ofSeconds(3);

  /** A long batch may take its time on a slow way, but not for ever. */
  private static final Duration LONGEST_PARTIAL = Duration.ofSeconds(30);

  /**
   * Of a batch that is not whole yet: so much is a sign of life. Less is not, since what says how long a batch is may be wrong, and pings
   * then count as parts of it.
   */
  private static final int PROGRESS = 16 << 10;

  private static final Duration LIVELY = Duration.ofMillis(1500);

  /** What one that nobody knows yet may send. */
  static final int LONGEST_GREETING = 4096;

  /** Of a batch. */
  static final int LONGEST_BATCH = 8 << 20;

  private final Carrier carrier;
  private final LinkHandshake handshake;
  private final Events events;
  private final LinkFrames frames = new LinkFrames(LONGEST_GREETING, this::frame);
  private final Context context;
  private final long queueBytes;
  private final LinkOutbox outbox;
  private Stage stage = Stage.GREETING;
  private @Nullable LinkSeal outgoing;
  private @Nullable LinkSeal incoming;
  private long heardNanos = System.nanoTime();
  private long aliveNanos = heardNanos;
  private int progress;
  private long roundTripNanos;
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
    this.outbox = new LinkOutbox(context, way());
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
    progress += bytes.length();
    if (stage == Stage.OPEN && progress >= PROGRESS) {
      alive(System.nanoTime());
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
    alive(heardNanos);
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
    alive(now);
    if (said.hasPing()) {
      outbox.next().setPong(said.getPing());
      outbox.atEndOfTurn();
    }
    if (said.hasPong()) {
      roundTripNanos = now - said.getPong();
    }
    if (said.hasCard()) {
      card = said.getCard();
    }
    events.heard(this, said);
  }

  private void alive(long now) {
    aliveNanos = now;
    progress = 0;
  }

  /** What becomes of a message when there is much to send. */
  enum Worth {
    /** The link ends, and begins anew with everything, rather than that it is lost. */
    HAS_TO_ARRIVE,
    /** It is dropped when too much waits. */
    MAY_GO,
    /** The same, and it waits for others a little, since another one like it follows in any case. */
    REPLACED
  }

  /** Sends a message with the others of this turn, or with later ones. */
  void send(BusMessage message, Worth worth) {
    int bytes = message.getSerializedSize();
    if (stage != Stage.OPEN || overflowed) {
      return;
    }
    long all = waiting + outbox.bytes() + bytes;
    boolean mayGo = worth != Worth.HAS_TO_ARRIVE;
    if (bytes > LONGEST_BATCH - LinkOutbox.FULL || mayGo && all > queueBytes / 2) {
      dropped++;
      return;
    }
    if (all > queueBytes) {
      overflow();
      return;
    }
    outbox.add(message, bytes, worth == Worth.REPLACED);
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

  /**
   * Sends a piece of somebody else's connection with the messages of this turn; false, and nothing is sent, when too much waits: what is
   * of these two nodes goes first, but for what may be dropped.
   */
  boolean send(TunnelPiece piece) {
    int bytes = piece.getSerializedSize();
    if (stage != Stage.OPEN || waiting + outbox.bytes() + bytes > queueBytes / 4 * 3) {
      return false;
    }
    outbox.add(piece, bytes);
    return true;
  }

  /** Asks the other side for what a pattern matches; the number that it tells when it serves it. */
  long begin(String pattern) {
    outbox.next().setBegun(++begun);
    outbox.wish(pattern, true);
    return begun;
  }

  void end(String pattern) {
    outbox.wish(pattern, false);
  }

  /** So many of the other side's wishes are served from now on. */
  void serving(long count) {
    outbox.next().setServing(count);
    outbox.soon();
  }

  /** What this node tells of itself now. */
  void tell(NodeCard now) {
    outbox.next().setCard(now);
    outbox.soon();
  }

  /** To be called each half second: asks whether the other side is there, and ends what is silent. */
  void tick() {
    long now = System.nanoTime();
    boolean isSilent = now - aliveNanos > SILENCE.toNanos();
    if (isSilent || now - heardNanos > LONGEST_PARTIAL.toNanos()) {
      close(stage == Stage.OPEN ? "SILENCE" : "HANDSHAKE_TIMEOUT");
    } else if (stage == Stage.OPEN) {
      outbox.next().setPing(now);
      outbox.send();
    }
  }

  /** Asks the other side whether it is there. */
  void ping() {
    outbox.next().setPing(System.nanoTime());
    outbox.soon();
  }

  /** Sends what was said until now. */
  void flush() {
    if (stage == Stage.OPEN) {
      outbox.send();
    }
  }

  private LinkOutbox.Way way() {
    return new LinkOutbox.Way() {
      @Override
      public boolean isOpen() {
        return Link.this.isOpen();
      }

      @Override
      public void send(LinkBatch batch) {
        write(known(outgoing).seal(batch.toByteArray()));
      }
    };
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

  /** Bytes that the system has not taken yet, or that have not come out of a tunnel. */
  long waitingBytes() {
    return waiting + outbox.bytes();
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
