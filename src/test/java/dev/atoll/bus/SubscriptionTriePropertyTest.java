package dev.atoll.bus;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;

class SubscriptionTriePropertyTest {
  private static final VertxInternal VERTX = (VertxInternal) Vertx.vertx();
  private static final ContextInternal CONTEXT = VERTX.createEventLoopContext();

  /** All subjects of one to four of the patterns' own tokens: patterns have four tokens at most. */
  private static final List<String> SUBJECTS = subjects(List.of("a", "b", "c"), 4);

  private static List<String> subjects(List<String> tokens, int most) {
    List<String> all = new ArrayList<>(tokens);
    List<String> longest = tokens;
    for (int size = 2; size <= most; size++) {
      longest = longest.stream()
          .flatMap(begin -> tokens.stream().map(token -> begin + "." + token))
          .toList();
      all.addAll(longest);
    }
    return all;
  }

  @AfterContainer
  static void stop() {
    VERTX.close().await();
  }

  @Property(tries = 2000)
  void finds_what_a_naive_matcher_finds(
      @ForAll("patterns") List<String> patterns,
      @ForAll("subjects") List<String> subjects,
      @ForAll int salt) {
    SubscriptionTrie trie = new SubscriptionTrie();
    Map<Subscriber, String> present = new IdentityHashMap<>();
    for (String pattern : patterns) {
      Subscriber subscriber = new Subscriber(CONTEXT, message -> {});
      trie.add(Pattern.of(pattern), subscriber);
      present.put(subscriber, pattern);
    }

    agrees(trie, present, subjects);
    for (Map.Entry<Subscriber, String> each : List.copyOf(present.entrySet())) {
      if ((each.getValue().hashCode() + salt) % 2 == 0) {
        trie.remove(Pattern.of(each.getValue()), each.getKey());
        present.remove(each.getKey());
      }
    }
    agrees(trie, present, subjects);
    present.forEach((subscriber, pattern) -> trie.remove(Pattern.of(pattern), subscriber));

    assertThat(trie.isEmpty()).isTrue();
  }

  /** Whether two patterns have a subject in common, by trying all subjects that could show it. */
  @Property(tries = 1000)
  void knows_whether_something_of_a_pattern_is_asked_for(
      @ForAll("patterns") List<String> patterns, @ForAll("patterns") List<String> asked) {
    SubscriptionTrie trie = new SubscriptionTrie();
    List<String> few = patterns.subList(0, Math.min(3, patterns.size()));
    few.forEach(each -> trie.add(Pattern.of(each), new Subscriber(CONTEXT, message -> {})));

    for (String pattern : asked.subList(0, Math.min(5, asked.size()))) {
      boolean overlaps = SUBJECTS.stream()
          .filter(subject -> matches(pattern, subject))
          .anyMatch(subject -> few.stream().anyMatch(each -> matches(each, subject)));
      assertThat(trie.asksFor(Pattern.of(pattern)))
          .as("%s by %s", pattern, few)
          .isEqualTo(overlaps);
    }
  }

  private static void agrees(
      SubscriptionTrie trie, Map<Subscriber, String> present, List<String> subjects) {
    for (String subject : subjects) {
      assertThat(trie.asksFor(Pattern.of(subject)))
          .isEqualTo(present.values().stream().anyMatch(each -> matches(each, subject)));
      List<Subscriber> found = new ArrayList<>();
      trie.match(Subject.of(subject), found);

      assertThat(found)
          .containsExactlyInAnyOrderElementsOf(present.entrySet().stream()
              .filter(each -> matches(each.getValue(), subject))
              .map(Map.Entry::getKey)
              .collect(Collectors.toList()));
    }
  }

  /** The rule as it is written, by a regular expression. */
  private static boolean matches(String pattern, String subject) {
    String expression = pattern.replace(".", "\\.").replace("*", "[^.]+").replaceAll(">$", ".+");
    return subject.matches(expression);
  }

  @Provide
  Arbitrary<List<String>> patterns() {
    Arbitrary<String> tokens = Arbitraries.of("a", "b", "c", "*");
    Arbitrary<String> last = Arbitraries.of("a", "b", "c", "*", ">");
    return tokens
        .list()
        .ofMaxSize(3)
        .flatMap(before -> last.map(end -> {
          List<String> all = new ArrayList<>(before);
          all.add(end);
          return String.join(".", all);
        }))
        .list()
        .ofMaxSize(30);
  }

  @Provide
  Arbitrary<List<String>> subjects() {
    return Arbitraries.of("a", "b", "c", "d")
        .list()
        .ofMinSize(1)
        .ofMaxSize(5)
        .map(tokens -> String.join(".", tokens))
        .list()
        .ofSize(10);
  }
}
