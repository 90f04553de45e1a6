package dev.atoll.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.atoll.protocol.message.IslandData;
import dev.atoll.protocol.message.Position;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The statistics' answers, with the members and numbers of the reference stats service. Pure; safe for any thread. */
final class CrowdJson {
  /** A peer takes about 220: room from the start, so that large lists are not copied as they grow. */
  private static final int BYTES_EACH = 256;

  private static final JsonFactory FACTORY = new JsonFactory();

  private CrowdJson() {}

  /** {@code /peers}. */
  static Buffer peers(Collection<Peer> peers) {
    return object(peers.size(), json -> {
      json.writeBooleanField("ok", true);
      json.writeArrayFieldStart("peers");
      for (Peer peer : peers) {
        write(json, peer);
      }
      json.writeEndArray();
    });
  }

  /** {@code /peers/:id}. */
  static Buffer peer(Peer peer) {
    return object(1, json -> {
      json.writeBooleanField("ok", true);
      json.writeFieldName("peer");
      write(json, peer);
    });
  }

  /** {@code /parcels}. */
  static Buffer parcels(Crowd crowd) {
    return object(crowd.peers().size(), json -> {
      json.writeArrayFieldStart("parcels");
      for (Map.Entry<Parcel, Integer> entry : crowd.parcels().entrySet()) {
        json.writeStartObject();
        json.writeNumberField("peersCount", entry.getValue());
        json.writeObjectFieldStart("parcel");
        json.writeFieldName("x");
        json.writeNumber(JavaScriptNumber.text(entry.getKey().x()));
        json.writeFieldName("y");
        json.writeNumber(JavaScriptNumber.text(entry.getKey().y()));
        json.writeEndObject();
        json.writeEndObject();
      }
      json.writeEndArray();
    });
  }

  /** {@code /islands}. */
  static Buffer islands(Crowd crowd) {
    Map<String, Peer> peers = crowd.peersByAddress();
    return object(crowd.peers().size(), json -> {
      json.writeBooleanField("ok", true);
      json.writeArrayFieldStart("islands");
      for (IslandData island : crowd.islands()) {
        json.writeStartObject();
        write(json, island, address -> Optional.ofNullable(peers.get(address)));
        json.writeEndObject();
      }
      json.writeEndArray();
    });
  }

  /** {@code /islands/:id}. */
  static Buffer island(IslandData island, Function<String, Optional<Peer>> peers) {
    return object(island.getPeersCount(), json -> write(json, island, peers));
  }

  private static void write(
      JsonGenerator json, IslandData island, Function<String, Optional<Peer>> peers)
      throws IOException {
    Position center = island.getCenter();
    json.writeStringField("id", island.getId());
    json.writeNumberField("maxPeers", Integer.toUnsignedLong(island.getMaxPeers()));
    json.writeFieldName("center");
    write(json, center.getX(), center.getY(), center.getZ());
    json.writeFieldName("radius");
    json.writeNumber(JavaScriptNumber.text(island.getRadius()));
    json.writeArrayFieldStart("peers");
    for (String address : island.getPeersList()) {
      Optional<Peer> peer = peers.apply(address);
      if (peer.isPresent()) {
        write(json, peer.get());
      }
    }
    json.writeEndArray();
  }

  private static void write(JsonGenerator json, Peer peer) throws IOException {
    Parcel parcel = peer.parcel();
    json.writeStartObject();
    json.writeStringField("id", peer.address());
    json.writeStringField("address", peer.address());
    json.writeNumberField("lastPing", peer.time());
    json.writeFieldName("parcel");
    write(json, parcel.x(), parcel.y());
    json.writeFieldName("position");
    write(json, peer.x(), peer.y(), peer.z());
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, double... numbers) throws IOException {
    json.writeStartArray();
    for (double number : numbers) {
      json.writeNumber(JavaScriptNumber.text(number));
    }
    json.writeEndArray();
  }

  private static Buffer object(int items, Members members) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(BYTES_EACH * (items + 1));
    try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
      json.writeStartObject();
      members.write(json);
      json.writeEndObject();
    } catch (IOException neverInMemory) {
      throw new UncheckedIOException(neverInMemory);
    }
    return Buffer.buffer(bytes.toByteArray());
  }

  private interface Members {
    void write(JsonGenerator json) throws IOException;
  }
}
