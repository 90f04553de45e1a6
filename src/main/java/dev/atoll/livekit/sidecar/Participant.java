package dev.atoll.livekit.sidecar;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.atoll.livekit.webrtc.Link;
import dev.atoll.livekit.webrtc.WebRtc;
import dev.atoll.protocol.message.LiveKitDataPacket;
import dev.atoll.protocol.message.LiveKitJoined;
import dev.atoll.protocol.message.LiveKitLeave;
import dev.atoll.protocol.message.LiveKitSignalRequest;
import dev.atoll.protocol.message.LiveKitSignalResponse;
import dev.atoll.protocol.message.LiveKitTrickle;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One stay in one room of LiveKit, that hears and says data and nothing else: signalling over a WebSocket, data over one WebRTC connection
 * or, with older servers, two (wire.md §13). Made and used on one event loop; native threads only hop there.
 */
final class Participant {
  private static final Logger LOG = LoggerFactory.getLogger(Participant.class);
  private static final long READY_MILLIS = 15_000;
  private static final int NOT_FOUND = 404;

  /** Descriptions and ways of one stay; a handful, where nobody means harm. */
  private static final int MOST_NEGOTIATED = 1000;

  /** Seconds, whatever LiveKit says. */
  private static final int LONGEST_INTERVAL = 60;

  private static final int LONGEST_SILENCE = 300;

  private final Vertx vertx;
  private final Context context;
  private final WebRtc webRtc;
  private final Entry entry;
  private final Listener listener;
  private final Members members;
  private final Inbox inbox;
  private Stage stage = Stage.CONNECTING;
  private @Nullable WebSocket socket;
  private @Nullable Wire publisher;
  private @Nullable Wire subscriber;
  private long deadline;
  private long pings = -1;
  private long lastPong;
  private int sequence;
  private int negotiated;

  /** How far it came. */
  enum Stage {
    CONNECTING,
    LINKING,
    READY,
    ENDED
  }

  /**
   * How a stay begins.
   *
   * @param url of LiveKit, {@code ws} or {@code wss}
   * @param token lets in
   * @param single whether by one WebRTC connection
   * @param ownAddress identity of the token
   */
  record Entry(String url, String token, boolean single, String ownAddress) {}

  /** What all stays use. */
  record Surroundings(Vertx vertx, WebSocketClient client, WebRtc webRtc) {}

  /** Is told what happens, on the event loop. */
  interface Listener {
    /** All that is said is heard from now on, and all that we say is. */
    void ready();

    /** Somebody came or went. */
    void members(Members now);

    /** Somebody said something. */
    void heard(String identity, ByteString payload);

    /** Something that was said, by whomever, is lost. For any thread. */
    void dropped();

    /** It is over, and nothing is told any more. */
    void ended(End end, String why);
  }

  private Participant(Surroundings surroundings, Entry entry, Listener listener) {
    this.vertx = surroundings.vertx();
    this.context = vertx.getOrCreateContext();
    this.webRtc = surroundings.webRtc();
    this.entry = entry;
    this.listener = listener;
    this.members = new Members(entry.ownAddress());
    this.inbox = new Inbox(this::hop, this::hear, listener::dropped);
  }

  /** Goes in; the listener is told how it went, not before this returns. */
  static Participant join(Surroundings surroundings, Entry entry, Listener listener) {
    Participant participant = new Participant(surroundings, entry, listener);
    participant.connect(surroundings.client());
    return participant;
  }

  private void connect(WebSocketClient client) {
    deadline =
        vertx.setTimer(READY_MILLIS, late -> end(End.LOST, "not ready in time, was " + stage));
    client
        .connect(new WebSocketConnectOptions()
            .setAbsoluteURI(entry.url() + Frames.path(entry.token(), entry.single())))
        .onSuccess(this::connected)
        .onFailure(this::notConnected);
  }

  private void connected(WebSocket opened) {
    if (stage == Stage.ENDED) {
      opened.close();
      return;
    }
    socket = opened;
    opened.binaryMessageHandler(this::receive);
    opened.exceptionHandler(fault -> end(End.LOST, fault.toString()));
    opened.closeHandler(over -> end(End.LOST, "closed by LiveKit"));
  }

  private void notConnected(Throwable cause) {
    if (cause instanceof UpgradeRejectedException rejected) {
      boolean isOld = entry.single() && rejected.getStatus() == NOT_FOUND;
      end(isOld ? End.OLD_SERVER : End.REFUSED, "status " + rejected.getStatus());
    } else {
      end(End.LOST, cause.toString());
    }
  }

  private void receive(Buffer frame) {
    if (stage == Stage.ENDED) {
      return;
    }
    try {
      handle(LiveKitSignalResponse.parseFrom(frame.getBytes()));
    } catch (InvalidProtocolBufferException malformed) {
      end(End.UNDECODABLE, malformed.toString());
    }
  }

  private void handle(LiveKitSignalResponse response) throws InvalidProtocolBufferException {
    switch (response.getMessageCase()) {
      case JOIN -> joined(response.getJoin());
      case OFFER ->
        wire(LiveKitTrickle.Target.SUBSCRIBER)
            .describe(true, response.getOffer().getSdp(), response.getOffer().getId());
      case ANSWER ->
        wire(LiveKitTrickle.Target.PUBLISHER)
            .describe(false, response.getAnswer().getSdp(), 0);
      case TRICKLE ->
        wire(response.getTrickle().getTarget()).candidate(Frames.candidate(response.getTrickle()));
      case UPDATE -> {
        members.update(response.getUpdate().getParticipantsList());
        listener.members(members);
      }
      case PONG_RESP -> lastPong = System.nanoTime();
      case LEAVE ->
        end(endOf(response.getLeave()), "told to leave: " + reasonOf(response.getLeave()));
      case MESSAGE_NOT_SET -> {
        // much that is about audio and video, and tokens that only who resumes needs
      }
    }
  }

  private static String reasonOf(LiveKitLeave leave) {
    return leave.getReason() == LiveKitLeave.Reason.UNRECOGNIZED
        ? "reason " + leave.getReasonValue()
        : leave.getReason().name();
  }

  private static End endOf(LiveKitLeave leave) {
    return switch (leave.getReason()) {
      case DUPLICATE_IDENTITY -> End.DUPLICATE;
      case PARTICIPANT_REMOVED, ROOM_DELETED -> End.REMOVED;
      default -> End.LOST;
    };
  }

  private void joined(LiveKitJoined joined) throws InvalidProtocolBufferException {
    if (stage != Stage.CONNECTING) {
      throw new InvalidProtocolBufferException("joined twice");
    }
    stage = Stage.LINKING;
    members.update(joined.getOtherParticipantsList());
    ping(joined);
    Wire first = new Wire(LiveKitTrickle.Target.PUBLISHER);
    publisher = first;
    if (!entry.single()) {
      subscriber = new Wire(LiveKitTrickle.Target.SUBSCRIBER);
    }
    first.link.offer();
  }

  private void ping(LiveKitJoined joined) {
    int interval = Math.max(1, Math.min(LONGEST_INTERVAL, joined.getPingInterval()));
    int silence = Math.max(interval + 3, Math.min(LONGEST_SILENCE, joined.getPingTimeout()));
    lastPong = System.nanoTime();
    pings = vertx.setPeriodic(TimeUnit.SECONDS.toMillis(interval), now -> {
      if (System.nanoTime() - lastPong > TimeUnit.SECONDS.toNanos(silence)) {
        end(End.LOST, "no pong for " + silence + " s");
      } else {
        send(Frames.ping(System.currentTimeMillis()));
      }
    });
  }

  private Link wire(LiveKitTrickle.Target target) throws InvalidProtocolBufferException {
    Wire wire = target == LiveKitTrickle.Target.SUBSCRIBER ? subscriber : publisher;
    if (wire == null || ++negotiated > MOST_NEGOTIATED) {
      throw new InvalidProtocolBufferException("about no connection, or without end");
    }
    return wire.link;
  }

  private void send(LiveKitSignalRequest request) {
    WebSocket open = socket;
    if (open != null && stage != Stage.ENDED) {
      open.writeBinaryMessage(Buffer.buffer(request.toByteArray()));
    }
  }

  private void opened(Wire wire) {
    wire.open = true;
    boolean all = publisher != null && publisher.open && (subscriber == null || subscriber.open);
    if (all && stage == Stage.LINKING) {
      stage = Stage.READY;
      vertx.cancelTimer(deadline);
      send(Frames.name());
      listener.ready();
      listener.members(members);
    }
  }

  private void hear(byte[] bytes) {
    if (stage != Stage.LINKING && stage != Stage.READY) {
      return;
    }
    try {
      LiveKitDataPacket packet = LiveKitDataPacket.parseFrom(bytes);
      if (packet.hasUser()) {
        listener.heard(packet.getParticipantIdentity(), packet.getUser().getPayload());
      }
    } catch (InvalidProtocolBufferException malformed) {
      listener.dropped();
    }
  }

  /** Says something, in order with all else; nothing happens before it is ready. */
  void say(Spoken spoken) {
    Wire out = publisher;
    if (stage == Stage.READY && out != null) {
      if (!out.link.send(Frames.packet(spoken, ++sequence), true)) {
        listener.dropped();
      }
    }
  }

  /** Leaves, of which the listener is told at once. Without saying so LiveKit would keep us for some 15 s more. */
  void leave() {
    send(Frames.leave());
    end(End.LEFT, "");
  }

  private void end(End end, String why) {
    if (stage == Stage.ENDED) {
      return;
    }
    stage = Stage.ENDED;
    vertx.cancelTimer(deadline);
    vertx.cancelTimer(pings);
    close(publisher);
    close(subscriber);
    WebSocket open = socket;
    if (open != null) {
      open.close();
    }
    listener.ended(end, why);
  }

  /** To the event loop, unless it is over by then; what comes when that loop itself has ended is nobody's. */
  private void hop(Runnable step) {
    try {
      context.runOnContext(now -> {
        if (stage != Stage.ENDED) {
          step.run();
        }
      });
    } catch (RejectedExecutionException ended) {
      LOG.debug("Too late for the event loop url={}", entry.url());
    }
  }

  private static void close(@Nullable Wire wire) {
    if (wire != null) {
      wire.link.close();
    }
  }

  /** One of the connections. */
  private final class Wire implements Link.Events {
    private final LiveKitTrickle.Target target;
    private final Link link;
    private boolean open;

    Wire(LiveKitTrickle.Target target) {
      this.target = target;
      this.link = webRtc.connect(this);
    }

    @Override
    public void described(boolean offer, String sdp, int id) {
      hop(() -> send(Frames.description(offer, sdp, id)));
    }

    @Override
    public void found(Link.Candidate candidate) {
      hop(() -> send(Frames.trickle(target, candidate)));
    }

    @Override
    public void opened() {
      hop(() -> Participant.this.opened(this));
    }

    @Override
    public void received(byte[] packet) {
      inbox.add(packet);
    }

    @Override
    public void dropped() {
      listener.dropped();
    }

    @Override
    public void failed(String why) {
      hop(() -> end(End.LOST, why));
    }
  }
}
