package dev.atoll.nats;

import dev.atoll.config.NatsSettings.Dialect;
import dev.atoll.nats.Form.Content;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The rows of the NATS table that are spoken and heard. Immutable. */
final class Dialects {
  private final Map<Kind, List<Form>> said = new EnumMap<>(Kind.class);
  private final Map<Kind, List<Form>> heard = new EnumMap<>(Kind.class);

  Dialects(Collection<Dialect> spoken) {
    Set<Dialect> chosen = EnumSet.copyOf(spoken);
    for (Kind kind : Kind.values()) {
      heard.put(kind, forms(kind, chosen).toList());
      said.put(
          kind,
          forms(kind, chosen)
              .filter(form -> form.content() != Content.HEARD_ONLY)
              .toList());
    }
  }

  private static Stream<Form> forms(Kind kind, Set<Dialect> chosen) {
    return Stream.of(Form.values()).filter(form -> form.kind() == kind && form.isOf(chosen));
  }

  /** The forms in which an event of this kind is told. */
  List<Form> said(Kind kind) {
    return said.getOrDefault(kind, List.of());
  }

  /** The forms in which an event of this kind is understood. */
  List<Form> heard(Kind kind) {
    return heard.getOrDefault(kind, List.of());
  }

  /** Whether this is the form of its kind that other Atolls have to read, since there is none of the seed's. */
  boolean isSole(Form form) {
    List<Form> forms = said(form.kind());
    return !forms.isEmpty() && forms.get(0) == form && !form.isSeeds();
  }
}
