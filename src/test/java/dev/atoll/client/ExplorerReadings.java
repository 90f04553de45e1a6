package dev.atoll.client;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What five kinds of client make of a realm's {@code /about}: where each would connect to. Facts about their code, each with its
 * own quirks; empty where the client would give up.
 */
public final class ExplorerReadings {
  private ExplorerReadings() {}

  /** Reads nothing: the door is where it always is below the realm's URL. */
  public static Optional<ConnectionString> commsStation(URI realm) {
    String door = realm.toString().replaceFirst("^http", "ws") + "/archipelago/ws";
    return Optional.of(new ConnectionString.Archipelago(URI.create(door)));
  }

  /** {@code adapter} less its first word, else {@code fixedAdapter}; wants to see that comms are v3 and healthy. */
  public static Optional<ConnectionString> bevy(JsonObject about) {
    JsonObject comms = comms(about);
    if (!comms.containsKey("healthy") || !comms.containsKey("protocol")) {
      return Optional.empty();
    }
    String adapter = comms.getString("adapter");
    String address = adapter == null
        ? comms.getString("fixedAdapter", "")
        : adapter.substring(adapter.indexOf(':') + 1);
    return known(address, "ws-room|signed-login|livekit|offline|archipelago|fixed-adapter");
  }

  /** {@code fixedAdapter} first; of {@code adapter} only what begins with archipelago or fixed-adapter, taken off once. */
  public static Optional<ConnectionString> godot(JsonObject about) {
    JsonObject comms = comms(about);
    String fixed = comms.getString("fixedAdapter");
    String adapter = comms.getString("adapter", "");
    String address;
    if (fixed != null) {
      address = fixed.replaceFirst("^fixed-adapter:", "");
    } else if (adapter.matches("(archipelago|fixed-adapter):.*")) {
      address = adapter.substring(adapter.indexOf(':') + 1);
    } else {
      return Optional.empty();
    }
    return known(address, "ws-room|signed-login|livekit|offline|archipelago");
  }

  /** The first secure URL in {@code adapter ?? fixedAdapter}: wss is an archipelago, https a signed login; plain ws is unknown to it. */
  public static Optional<ConnectionString> unity(JsonObject about) {
    JsonObject comms = comms(about);
    String adapter = comms.getString("adapter", comms.getString("fixedAdapter", ""));
    if (adapter.equals("offline:offline")) {
      return Optional.of(new ConnectionString.Offline());
    }
    Matcher url = Pattern.compile("(wss|https)://.*").matcher(adapter);
    if (!url.find()) {
      return Optional.empty();
    }
    URI found = URI.create(url.group());
    return Optional.of(
        url.group(1).equals("wss")
            ? new ConnectionString.Archipelago(found)
            : new ConnectionString.SignedLogin(found));
  }

  /** The web client of 2022-10 to 2023-02, before there was an {@code adapter}: knows what is fixed, v2, or a healthy BFF. */
  public static Optional<URI> kernelRpc(URI realm, JsonObject about) {
    JsonObject comms = comms(about);
    JsonObject bff = about.getJsonObject("bff", new JsonObject());
    boolean rpc = comms.getString("fixedAdapter") == null
        && "v3".equals(comms.getString("protocol"))
        && bff.getBoolean("healthy", false);
    if (!rpc) {
      return Optional.empty();
    }
    String path = bff.getString("publicUrl", "/bff");
    String base = path.startsWith("http") ? path : realm + path;
    return Optional.of(URI.create(base.replaceFirst("^http", "ws") + "/rpc"));
  }

  /** The same client's connection string where it takes no BFF: fixed, v2's lighthouse, or nothing. */
  public static ConnectionString kernelFixed(URI realm, JsonObject about) {
    JsonObject comms = comms(about);
    String fixed = comms.getString("fixedAdapter");
    if (fixed != null) {
      return ConnectionString.parse(fixed);
    }
    return "v2".equals(comms.getString("protocol"))
        ? new ConnectionString.Lighthouse(URI.create(realm + "/comms"))
        : new ConnectionString.Offline();
  }

  private static Optional<ConnectionString> known(String address, String protocols) {
    return address.matches("(" + protocols + ")(:.*)?")
        ? Optional.of(ConnectionString.parse(address))
        : Optional.empty();
  }

  private static JsonObject comms(JsonObject about) {
    return about.getJsonObject("comms", new JsonObject());
  }
}
