package dev.atoll.handshake.bff;

import com.google.protobuf.ByteString;
import dev.atoll.auth.EthereumAddress;
import dev.atoll.bus.Bus;
import dev.atoll.bus.Pattern;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Keeps offers of peer-to-peer links from crossing. The mesh of 2022's kernels, to which one offers a link while it offers one itself, has
 * none: the one of the lower address gives up its own and does not answer the other's, and both try again after 30 s. That is what
 * happens to most links of an island whose peers are all told at once that they are to link. So an offer to a peer of a lower address, and
 * what its offerer tells that peer behind it, waits a moment: when an offer of that peer comes meanwhile, which is answered, it is not
 * told at all.
 *
 * <p>One a session; used on the doors' event loop only.
 */
final class CrossedOffers {
  /** By which two peers that are told the same at the same time make their offers, and half as much again. */
  private static final long HELD_MILLIS = 600;

  /** To whom offers wait; a mesh has four links or five. */
  private static final int MOST_PEERS = 16;

  /** Of all that waits; more is told at once. An offer has one or two kilobytes, and each of its candidates a few hundred bytes. */
  private static final int MOST_BYTES = 128 << 10;

  private static final int WORD_COST = 64;
  private static final String OFFER = "offer";
  private static final String CANDIDATE = "candidate";
  private static final int SENDER = 2;

  private final Vertx vertx;
  private final Bus bus;
  private final String address;
  private final BiConsumer<Topic, ByteString> outlet;

  /** What waits to be told to whom. */
  private final Map<String, List<Word>> held = new HashMap<>();

  private int bytes;
  private Optional<Bus.Subscription> offers = Optional.empty();

  private record Word(Topic topic, ByteString payload) {
    int cost() {
      return payload.size() + WORD_COST;
    }
  }

  /**
   * @param address of the peer whose offers these are
   * @param outlet tells what has waited
   */
  CrossedOffers(Vertx vertx, Bus bus, String address, BiConsumer<Topic, ByteString> outlet) {
    this.vertx = vertx;
    this.bus = bus;
    this.address = address;
    this.outlet = outlet;
  }

  /** Whether it is kept, and told later or never. */
  boolean keep(Topic topic, ByteString payload) {
    Optional<String> to = lowerPeer(topic);
    if (to.isEmpty()) {
      return false;
    }
    Word word = new Word(topic, payload);
    boolean mayBegin = topic.isLast(OFFER) && held.size() < MOST_PEERS;
    boolean fits = bytes + word.cost() <= MOST_BYTES;
    if (!fits || !mayBegin && !held.containsKey(to.get())) {
      tell(to.get());
      return false;
    }
    held.computeIfAbsent(to.get(), this::begun).add(word);
    bytes += word.cost();
    return true;
  }

  /** Whose link it is about, if that one's address is lower. */
  private Optional<String> lowerPeer(Topic topic) {
    if (!topic.isLast(OFFER) && !topic.isLast(CANDIDATE)) {
      return Optional.empty();
    }
    String to = EthereumAddress.normalised(topic.first());
    return EthereumAddress.isAddress(to) && to.compareTo(address) < 0
        ? Optional.of(to)
        : Optional.empty();
  }

  private List<Word> begun(String to) {
    List<Word> words = new ArrayList<>();
    vertx.setTimer(HELD_MILLIS, late -> {
      if (held.get(to) == words) {
        tell(to);
      }
    });
    if (offers.isEmpty()) {
      // the peer asks for them itself, if it wants any
      Pattern toUs = Pattern.of("client-proto.peer.*." + address + "." + OFFER);
      offers = Optional.of(bus.overhear(toUs, message -> taken(message.subject().token(SENDER))));
    }
    return words;
  }

  private void tell(String to) {
    taken(to).forEach(word -> outlet.accept(word.topic(), word.payload()));
  }

  private List<Word> taken(String to) {
    List<Word> words = held.remove(to);
    if (words == null) {
      return List.of();
    }
    words.forEach(word -> bytes -= word.cost());
    if (held.isEmpty()) {
      listenNoMore();
    }
    return words;
  }

  private void listenNoMore() {
    offers.ifPresent(Bus.Subscription::cancel);
    offers = Optional.empty();
  }

  /** Tells nothing of what waits. */
  void close() {
    held.clear();
    bytes = 0;
    listenNoMore();
  }
}
