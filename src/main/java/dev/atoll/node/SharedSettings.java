package dev.atoll.node;

import dev.atoll.config.AtollSettings;
import dev.atoll.config.Secret;
import dev.atoll.config.SettingException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Settings that are to be the same on all nodes of a realm. */
final class SharedSettings {
  private SharedSettings() {}

  /** As texts, by their keys; secrets among them, which are told as digests only. */
  static Map<String, String> of(AtollSettings settings) {
    Map<String, String> shared = new TreeMap<>();
    shared.put("realm.name", settings.realm().name());
    shared.put("realm.content-url", settings.realm().contentUrl().toString());
    shared.put("realm.server-address", settings.realm().ownAddress());
    shared.put("islands", settings.islands().toString());
    shared.put("rules", settings.transportRules().toString());
    shared.put("rooms.size", Integer.toString(settings.rooms().size()));
    shared.put("rooms.open", Boolean.toString(settings.rooms().open()));
    shared.put("cluster.absence", settings.cluster().absence().toString());
    shared.put("cluster.expected-size", Integer.toString(settings.cluster().expectedSize()));
    shared.put("access", settings.access().toString());
    settings.rooms().secret().ifPresent(secret -> shared.put("rooms.secret", secret.value()));
    put(shared, "gateway.secret", () -> settings.gateway().known());
    put(shared, "transports.registration-secret", () -> settings.transports().registration());
    settings
        .livekit()
        .forEach(each -> put(
            shared,
            "livekit of " + each.id(),
            () -> Optional.of(new Secret(
                each.url() + " " + each.apiKey() + " " + each.secret().value()))));
    settings.http().publicUrl().ifPresent(url -> shared.put("http.public-url", url.toString()));
    return shared;
  }

  private static void put(
      Map<String, String> shared, String key, Supplier<Optional<Secret>> secret) {
    try {
      secret.get().ifPresent(known -> shared.put(key, known.value()));
    } catch (SettingException unreadable) {
      // whoever needs it says so
      shared.remove(key);
    }
  }
}
