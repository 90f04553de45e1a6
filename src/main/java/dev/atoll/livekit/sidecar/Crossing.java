package dev.atoll.livekit.sidecar;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.atoll.auth.EthereumAddress;
import dev.atoll.livekit.Seat;
import dev.atoll.protocol.Rfc4Kind;
import dev.atoll.protocol.message.BridgeEvent;
import dev.atoll.protocol.message.BridgeEvent.Kind;
import dev.atoll.protocol.message.Chat;
import dev.atoll.protocol.message.Packet;
import dev.atoll.session.TokenBucket;
import dev.atoll.transport.bridge.BridgeLink;
import dev.atoll.transport.bridge.BridgeSide;
import dev.atoll.transport.bridge.Move;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * LiveKit's side of a bridge, where a side-car is in the island's room. Whatever peers say there is told to the other side, in their own
 * names. Of what is said in the other one only chat is said there, with its speaker's address before it: clients take what they hear for
 * the side-car's own, whose name is the servers', so that movements would move the wrong one and messages of scenes would be the servers'.
 *
 * <p>Who is in both rooms hears each room's words there, and none across. Used on one event loop.
 */
final class Crossing implements BridgeSide {
  /** As in WebSocket rooms. */
  private static final int MOST_FAR = 1000;

  private static final int MOST_BODY = 64 << 10;
  private static final long LISTEN_MILLIS = 20;
  private static final long UNDER_WAY_MILLIS = 1000;

  /** Of all together, and so many at once; a crowd writes less, and what the side-car says costs more than in rooms. */
  private static final int CHATS_PER_SECOND = 50;

  private static final int MOST_CHATS = 200;

  /** Clients of 2022 wrote what is no chat as such, behind one of these signs. */
  private static final char FIRST_SIGN = '\u2400';

  private static final char LAST_SIGN = '\u243F';

  private final Shore shore;
  private final BridgeLink link;
  private final Move move;

  /** Peers in LiveKit that the other side was told of, and whether LiveKit listed them. */
  private final Map<String, Boolean> here = new HashMap<>();

  /** Those who have left, of whom something may come late. */
  private final Set<String> gone = new HashSet<>();

  /** Peers of the other side. */
  private final Set<String> far = new HashSet<>();

  private final TokenBucket chats =
      new TokenBucket(CHATS_PER_SECOND, MOST_CHATS, System.nanoTime());

  /** Whether the other side is a room of LiveKit too. */
  private boolean apart;

  /** The room in LiveKit. */
  interface Shore {
    /** Says it there as who servers are, and is seen there for it. */
    void say(Spoken spoken);

    /** Once so much later, unless nothing is used any more. */
    void later(long millis, Runnable task);

    /** Somebody wishes to hear it from now on. */
    void begin(Crossing crossing);

    /** Ends the bridge. */
    void end(Crossing crossing);

    /** It has ended. */
    void ended(Crossing crossing);
  }

  Crossing(Shore shore, BridgeLink link, Move move) {
    this.shore = shore;
    this.link = link;
    this.move = move;
  }

  Move move() {
    return move;
  }

  @Override
  public void begin() {
    link.tell(Kind.APART, "");
    shore.begin(this);
  }

  /** The room is heard no more. */
  void cut() {
    shore.end(this);
  }

  @Override
  public void end() {
    shore.ended(this);
    here.clear();
    far.clear();
  }

  /** These are in the room now. */
  void members(Members members) {
    Set<String> now = members.hearers();
    for (String address : now) {
      gone.remove(address);
      if (here.containsKey(address)) {
        here.put(address, true);
      } else if (joined(address)) {
        here.put(address, true);
      }
    }
    here.entrySet().removeIf(each -> {
      boolean left = each.getValue() && !now.contains(each.getKey());
      if (left) {
        if (gone.size() < MOST_FAR) {
          gone.add(each.getKey());
        }
        link.tell(Kind.LEFT, each.getKey());
      }
      return left;
    });
    if (!move.isNew() && here.isEmpty()) {
      shore.later(UNDER_WAY_MILLIS, () -> {
        if (here.isEmpty()) {
          shore.end(this);
        }
      });
    }
  }

  private boolean joined(String address) {
    boolean fits = here.size() < MOST_FAR && EthereumAddress.isAddress(address);
    if (fits) {
      here.put(address, false);
      link.tell(Kind.JOINED, address);
    }
    return fits;
  }

  /** Somebody said something there. LiveKit tells of who is silent some seconds late, and then of who speaks too. */
  void heard(String identity, ByteString body) {
    String address = new Seat("", identity).address();
    boolean isHere = here.containsKey(address) || !gone.contains(address) && joined(address);
    int kind = Rfc4Kind.of(Unpooled.wrappedBuffer(body.asReadOnlyByteBuffer()), 0, body.size());
    if (isHere && body.size() <= MOST_BODY && (!apart || kind == Rfc4Kind.CHAT)) {
      link.tell(BridgeEvent.newBuilder()
          .setKind(Kind.SAID)
          .setPeer(address)
          .setBody(body)
          .setUnreliable(isSuperseded(kind)));
    }
  }

  /** What LiveKit's lossy channel is for. */
  private static boolean isSuperseded(int kind) {
    return kind == Rfc4Kind.POSITION
        || kind == Rfc4Kind.MOVEMENT
        || kind == Rfc4Kind.MOVEMENT_COMPRESSED;
  }

  @Override
  public void heard(BridgeEvent event) {
    String peer = event.getPeer();
    switch (event.getKind()) {
      case APART -> apart = true;
      case JOINED -> {
        if (far.size() < MOST_FAR && EthereumAddress.isAddress(peer)) {
          far.add(peer);
        }
      }
      case LEFT -> far.remove(peer);
      case SAID -> {
        if (far.contains(peer)) {
          said(peer, event.getBody());
        }
      }
      case ASKED -> shore.later(LISTEN_MILLIS, () -> link.tell(Kind.ANSWERED, peer));
      default -> {
        // nobody is handed over, and nobody waits for an answer
      }
    }
  }

  private void said(String peer, ByteString body) {
    if (body.size() > MOST_BODY
        || Rfc4Kind.of(Unpooled.wrappedBuffer(body.asReadOnlyByteBuffer()), 0, body.size())
            != Rfc4Kind.CHAT) {
      return;
    }
    List<String> hearers = new ArrayList<>(here.keySet());
    boolean isSomebodyInBoth = hearers.removeAll(far);
    if (hearers.isEmpty() || !chats.tryTake(1, System.nanoTime())) {
      return;
    }
    try {
      Chat chat = Packet.parseFrom(body).getChat();
      if (isWritten(chat.getMessage())) {
        ByteString named = named(peer, chat);
        shore.say(new Spoken(named, isSomebodyInBoth ? hearers : List.of()));
      }
    } catch (InvalidProtocolBufferException malformed) {
      // nor would any client show it
    }
  }

  private static boolean isWritten(String text) {
    return !text.isEmpty() && (text.charAt(0) < FIRST_SIGN || text.charAt(0) > LAST_SIGN);
  }

  private static ByteString named(String peer, Chat chat) {
    return Packet.newBuilder()
        .setChat(chat.toBuilder().setMessage(peer + ": " + chat.getMessage()))
        .build()
        .toByteString();
  }
}
