package dev.atoll.auth;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HexFormat;

/** Builds auth chains, good and bad, with the keys of the vectors. */
final class Chains {
  static final Signatures SIGNATURES = Signatures.fastest();
  static final EthereumKey WALLET = key(Vectors.WALLET_KEY);
  static final EthereumKey EPHEMERAL = key(Vectors.EPHEMERAL_KEY);
  static final EthereumKey STRANGER = key("0x" + "33".repeat(32));
  static final String FUTURE = "2035-01-01T00:00:00.000Z";

  private final JsonArray links = new JsonArray();

  private Chains() {}

  private static EthereumKey key(String hex) {
    return SIGNATURES.key(HexFormat.of().parseHex(hex, 2, 66));
  }

  static Chains of(EthereumKey owner) {
    return new Chains().link("SIGNER", owner.address(), "");
  }

  static Chains empty() {
    return new Chains();
  }

  Chains link(String type, Object payload, Object signature) {
    links.add(
        new JsonObject().put("type", type).put("payload", payload).put("signature", signature));
    return this;
  }

  Chains ephemeral(EthereumKey by, EthereumKey to, String expiration) {
    return signed("ECDSA_EPHEMERAL", ephemeralText(to.address(), expiration), by);
  }

  static String ephemeralText(String address, String expiration) {
    return "Any banner at all\nEphemeral address: " + address + "\nExpiration: " + expiration;
  }

  Chains entity(EthereumKey by, String payload) {
    return signed("ECDSA_SIGNED_ENTITY", payload, by);
  }

  Chains signed(String type, String payload, EthereumKey by) {
    return link(type, payload, SIGNATURES.signText(payload, by));
  }

  String json() {
    return links.encode();
  }
}
