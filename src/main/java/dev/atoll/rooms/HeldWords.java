package dev.atoll.rooms;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What one member said and nobody has heard yet, in order. Bounded: its owner lets go of all when {@link #isFull}. */
final class HeldWords {
  private static final int MOST = 64;
  private static final int MOST_BYTES = 64 << 10;

  private final Member member;
  private final List<Word> words = new ArrayList<>();
  private int bytes;

  private record Word(ByteString body, boolean unreliable, boolean anonymous) {}

  HeldWords(Member member) {
    this.member = member;
  }

  Member member() {
    return member;
  }

  void add(Said said) {
    words.add(new Word(said.body(), said.isUnreliable(), said.isAnonymous()));
    bytes += said.bodyBytes();
  }

  boolean isFull() {
    return words.size() >= MOST || bytes >= MOST_BYTES;
  }

  /** Each by this object, one after the other. */
  void forEach(Said said, Consumer<Said> hearer) {
    for (Word word : words) {
      said.set(word.body());
      said.markUnreliable(word.unreliable());
      if (word.anonymous()) {
        said.markAnonymous();
      }
      hearer.accept(said);
    }
  }
}
