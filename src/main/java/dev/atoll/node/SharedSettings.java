package dev.atoll.node;

import dev.atoll.config.AtollSettings;
import java.util.Map;
import java.util.TreeMap;

/** Settings that are to be the same on all nodes of a realm. */
final class SharedSettings {
  private SharedSettings() {}

  /** As texts, by their keys; secrets among them, which are told as digests only. */
  static Map<String, String> of(AtollSettings settings) {
    Map<String, String> shared = new TreeMap<>();
    shared.put("realm.name", settings.realm().name());
    shared.put("realm.content-url", settings.realm().contentUrl().toString());
    shared.put("islands", settings.islands().toString());
    shared.put("rules", settings.transportRules().toString());
    shared.put("rooms.size", Integer.toString(settings.rooms().size()));
    settings.rooms().secret().ifPresent(secret -> shared.put("rooms.secret", secret.value()));
    settings.http().publicUrl().ifPresent(url -> shared.put("http.public-url", url.toString()));
    return shared;
  }
}
