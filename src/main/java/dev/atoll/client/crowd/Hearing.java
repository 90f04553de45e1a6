package dev.atoll.client.crowd;

import dev.atoll.client.PeerUpdate;
import dev.atoll.client.crowd.Bodies.Kind;
import dev.atoll.protocol.message.WsWelcome;
import io.netty.util.collection.IntObjectHashMap;
import io.netty.util.collection.IntObjectMap;

/**
 * Checks what one peer hears in one room: members only, each in its order, nothing missing. A message is missing when it was
 * sent while both were members and did not come in time, and neither did a newer one that may take its place.
 *
 * <p>Each delivery costs two look-ups and makes nothing.
 */
final class Hearing {
  private final Room room;
  private final Findings findings;
  private final Measures measures;
  private final Bodies bodies = new Bodies();
  private final IntObjectMap<Voice> voices = new IntObjectHashMap<>();
  private int alias;

  Hearing(Room room, Findings findings, Measures measures) {
    this.room = room;
    this.findings = findings;
    this.measures = measures;
  }

  /** The peer is a member now: from those already there it hears all that they send from now on. */
  void welcomed(WsWelcome welcome) {
    alias = welcome.getAlias();
    welcome.getPeerIdentitiesMap().forEach((other, address) -> {
      Sender sender = room.sender(other, address);
      int positions = sender.positions().last() + 1;
      add(other, sender, address, new Voice(sender, positions, sender.chats().last() + 1));
    });
  }

  /** Another one is a member now: from that one it hears all. */
  void joined(int other, String address) {
    Sender sender = room.sender(other, address);
    add(other, sender, address, new Voice(sender, 1, 1));
  }

  /** A member left; all it sent must have come. */
  void left(int other) {
    Voice voice = voices.remove(other);
    if (voice == null) {
      findings.add(Fault.MEMBERSHIP, 1, () -> where() + ": " + other + " left who was not there");
      return;
    }
    Sender sender = voice.sender;
    if (!sender.cut()) {
      voice.begin();
      lost(voice, voice.positions.giveUp(sender.positions().last()), "positions at its leaving");
      lost(voice, voice.chats.giveUp(sender.chats().last()), "chats at its leaving");
    }
    release(other, sender);
  }

  /** A message came. */
  void update(PeerUpdate update, long now) {
    Voice voice = voices.get(update.alias());
    if (voice == null) {
      unknown(update.alias());
      return;
    }
    measures.delivered();
    Kind kind = bodies.read(update.buffer(), update.bodyOffset(), update.bodyLength());
    switch (kind) {
      case POSITION -> hear(voice, voice.positions, voice.sender.positions(), now);
      case CHAT -> hear(voice, voice.chats, voice.sender.chats(), now);
      case OTHER -> other(voice);
    }
    if (voice.sender.ours() && update.unreliable() != (kind == Kind.POSITION)) {
      findings.add(Fault.ALTERED, 1, () -> where() + ": 'unreliable' of " + kind);
    }
  }

  /** Counts as lost what is overdue. */
  void sweep(long now) {
    long overdue = now - room.patience();
    for (Voice voice : voices.values()) {
      Sender sender = voice.sender;
      if (sender.ours()) {
        voice.begin();
        int positions = sender.positions().sentBy(overdue);
        lost(voice, voice.positions.giveUp(positions), "positions and no newer one in time");
        int chats = sender.chats().sentBy(overdue);
        lost(voice, voice.chats.giveUp(chats), "chats in time");
      }
    }
  }

  /** How many members the room has, this peer included. */
  int members() {
    return voices.size() + 1;
  }

  /** The peer leaves: nothing is expected any more. */
  void end() {
    voices.forEach((other, voice) -> release(other, voice.sender));
    voices.clear();
  }

  private void add(int other, Sender sender, String address, Voice voice) {
    sender.hearerComes();
    boolean right = other != alias && sender.address().equalsIgnoreCase(address);
    if (voices.put(other, voice) != null || !right) {
      findings.add(Fault.MEMBERSHIP, 1, () -> where() + ": " + other + " cannot be " + address);
    }
  }

  private void release(int other, Sender sender) {
    sender.hearerGoes();
    room.forget(other, sender);
  }

  private void hear(Voice voice, Heard heard, SentRing sent, long now) {
    int sequence = bodies.sequence();
    if (voice.sender.ours()) {
      heard.begin(sent.first());
    }
    int missing = heard.receive(sequence);
    if (missing == Heard.OUT_OF_ORDER) {
      Fault fault = heard == voice.positions ? Fault.OUT_OF_ORDER : Fault.CHAT_OUT_OF_ORDER;
      findings.add(fault, 1, () -> where() + ": " + sequence + " of " + voice.sender.address());
    } else if (voice.sender.ours()) {
      ours(voice, sent, missing, now);
    }
  }

  private void ours(Voice voice, SentRing sent, int missing, long now) {
    int sequence = bodies.sequence();
    boolean isElsewhere = sent.last() == 0 || sequence < sent.first() || sequence > sent.last();
    if (isElsewhere && sequence <= saidInAll(voice.sender, sent)) {
      // in the room that its island moves from or to, and heard here by a bridge
      return;
    }
    if (sequence > sent.last()) {
      findings.add(Fault.ALTERED, 1, () -> where() + ": " + sequence + " was never sent");
      return;
    }
    measures.latency(now - sent.at(sequence));
    if (missing == Heard.LATE) {
      findings.late();
    } else if (missing > 0 && sent == voice.sender.positions()) {
      findings.superseded(missing);
    } else if (missing > 0) {
      lost(voice, missing, "chats though a newer one came");
    }
  }

  private static int saidInAll(Sender sender, SentRing kind) {
    return sender
        .spoken()
        .map(spoken -> kind == sender.positions() ? spoken.positions() : spoken.chats())
        .orElse(0);
  }

  private void lost(Voice voice, int count, String what) {
    if (count > 0) {
      findings.add(
          Fault.LOST,
          count,
          () -> where() + ": of " + voice.sender.address() + " " + count + " " + what);
    }
  }

  private void other(Voice voice) {
    if (voice.sender.ours()) {
      findings.add(Fault.ALTERED, 1, () -> where() + ": a body that was never sent");
    }
  }

  private void unknown(int from) {
    Fault fault = from == alias ? Fault.OWN_MESSAGE : Fault.STRANGER;
    findings.add(fault, 1, () -> where() + ": from " + from);
  }

  private String where() {
    return room.place() + " as " + alias;
  }

  /** What was heard of one other member. */
  private static final class Voice {
    private final Sender sender;
    private final Heard positions;
    private final Heard chats;

    Voice(Sender sender, int firstPosition, int firstChat) {
      this.sender = sender;
      this.positions = new Heard(firstPosition);
      this.chats = new Heard(firstChat);
    }

    void begin() {
      positions.begin(sender.positions().first());
      chats.begin(sender.chats().first());
    }
  }
}
