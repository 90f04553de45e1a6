package dev.atoll.livekit.webrtc;

import dev.onvoid.webrtc.CreateSessionDescriptionObserver;
import dev.onvoid.webrtc.PeerConnectionFactory;
import dev.onvoid.webrtc.PeerConnectionObserver;
import dev.onvoid.webrtc.RTCAnswerOptions;
import dev.onvoid.webrtc.RTCConfiguration;
import dev.onvoid.webrtc.RTCDataChannel;
import dev.onvoid.webrtc.RTCDataChannelInit;
import dev.onvoid.webrtc.RTCIceCandidate;
import dev.onvoid.webrtc.RTCOfferOptions;
import dev.onvoid.webrtc.RTCPeerConnection;
import dev.onvoid.webrtc.RTCPeerConnectionState;
import dev.onvoid.webrtc.RTCSdpType;
import dev.onvoid.webrtc.RTCSessionDescription;
import dev.onvoid.webrtc.SetSessionDescriptionObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One native connection. What is not final is used by the one thread that calls into the library; callbacks only hop there. */
final class NativeLink implements Link, PeerConnectionObserver {
  /** Bytes, and that much for each packet, that may wait for that thread. */
  private static final int MOST_WAITING = 1 << 20;

  private static final int PACKET_COST = 512;

  /** Ways to the other side that wait for its description; LiveKit tells a handful. */
  private static final int MOST_CANDIDATES = 64;

  private static final Logger LOG = LoggerFactory.getLogger(NativeLink.class);

  private final Executor hands;
  private final Events events;
  private final Channels channels;
  private final AtomicLong waiting = new AtomicLong();

  /** That came before the description they belong to. */
  private final List<RTCIceCandidate> early = new ArrayList<>();

  private @Nullable RTCPeerConnection connection;
  private int candidates;
  private boolean described;
  private volatile boolean closed;

  /** Something that the library may fail at. */
  private interface Step {
    void run(RTCPeerConnection connection) throws Exception;
  }

  private NativeLink(Executor hands, Events events) {
    this.hands = hands;
    this.events = events;
    this.channels = new Channels(events, this::look);
  }

  static NativeLink begin(Executor hands, PeerConnectionFactory factory, Events events) {
    NativeLink link = new NativeLink(hands, events);
    hands.execute(() -> link.create(factory));
    return link;
  }

  /** LiveKit's STUN servers, which may be public ones, are not asked: a side-car reaches its LiveKit directly. */
  private void create(PeerConnectionFactory factory) {
    if (closed) {
      return;
    }
    try {
      connection = factory.createPeerConnection(new RTCConfiguration(), this);
    } catch (Throwable broken) {
      events.failed("no connection: " + broken);
    }
  }

  /** Later, on the one thread, unless it is closed by then: a closed native object must not be touched. */
  private void later(Step step) {
    hands.execute(() -> {
      RTCPeerConnection open = connection;
      if (closed || open == null) {
        return;
      }
      try {
        step.run(open);
      } catch (Throwable refused) {
        // the library throws plain errors at what it cannot read
        events.failed(refused.toString());
      }
    });
  }

  /** The channels first, so that the offer has a part for them. */
  @Override
  public void offer() {
    later(open -> {
      RTCDataChannelInit lossy = new RTCDataChannelInit();
      lossy.ordered = false;
      lossy.maxRetransmits = 0;
      channels.adopt(open.createDataChannel(Channels.LOSSY, lossy));
      channels.adopt(open.createDataChannel(Channels.RELIABLE, new RTCDataChannelInit()));
      open.createOffer(new RTCOfferOptions(), new Made(true, 0));
    });
  }

  @Override
  public void describe(boolean offer, String sdp, int id) {
    RTCSdpType type = offer ? RTCSdpType.OFFER : RTCSdpType.ANSWER;
    later(open ->
        open.setRemoteDescription(new RTCSessionDescription(type, sdp), new Taken(known -> {
          described = true;
          early.forEach(way -> add(known, way));
          early.clear();
          if (offer) {
            known.createAnswer(new RTCAnswerOptions(), new Made(false, id));
          }
        })));
  }

  @Override
  public void candidate(Candidate candidate) {
    later(open -> {
      if (++candidates > MOST_CANDIDATES) {
        return;
      }
      RTCIceCandidate way = new RTCIceCandidate(candidate.mid(), candidate.line(), candidate.sdp());
      if (described) {
        add(open, way);
      } else {
        early.add(way);
      }
    });
  }

  /** One that the library cannot read leaves the others. */
  private static void add(RTCPeerConnection open, RTCIceCandidate way) {
    try {
      open.addIceCandidate(way);
    } catch (Throwable unreadable) {
      LOG.debug("Unreadable candidate cause={}", unreadable.toString());
    }
  }

  @Override
  public boolean send(byte[] packet, boolean reliable) {
    long cost = packet.length + PACKET_COST;
    if (waiting.addAndGet(cost) > MOST_WAITING) {
      waiting.addAndGet(-cost);
      return false;
    }
    later(open -> {
      waiting.addAndGet(-cost);
      if (!channels.send(packet, reliable)) {
        events.dropped();
      }
    });
    return true;
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    hands.execute(() -> {
      RTCPeerConnection open = connection;
      if (open != null) {
        connection = null;
        channels.cut();
        open.close();
        channels.dispose();
      }
    });
  }

  /** Whether both channels are open is asked when something changed, since asking waits for a native thread. */
  private void look() {
    later(open -> {
      if (channels.justOpened()) {
        events.opened();
      }
    });
  }

  @Override
  public void onIceCandidate(RTCIceCandidate way) {
    events.found(new Candidate(way.sdp, way.sdpMid, way.sdpMLineIndex));
  }

  /** Some 16 s after the other side went silent. */
  @Override
  public void onConnectionChange(RTCPeerConnectionState state) {
    if (state == RTCPeerConnectionState.FAILED) {
      events.failed("WebRTC lost the other side");
    }
  }

  /** Listened to at once, on this thread: a hop later the first messages would be gone. */
  @Override
  public void onDataChannel(RTCDataChannel channel) {
    channels.adopt(channel);
  }

  /** Our own description is made. */
  private final class Made implements CreateSessionDescriptionObserver {
    private final boolean offer;
    private final int id;

    Made(boolean offer, int id) {
      this.offer = offer;
      this.id = id;
    }

    @Override
    public void onSuccess(RTCSessionDescription description) {
      later(open -> open.setLocalDescription(
          description, new Taken(known -> events.described(offer, description.sdp, id))));
    }

    @Override
    public void onFailure(String error) {
      events.failed(error);
    }
  }

  /** A description is in force. */
  private final class Taken implements SetSessionDescriptionObserver {
    private final Step then;

    Taken(Step then) {
      this.then = then;
    }

    @Override
    public void onSuccess() {
      later(then);
    }

    @Override
    public void onFailure(String error) {
      events.failed(error);
    }
  }
}
