package dev.atoll.nats;

import com.google.protobuf.ByteString;
import dev.atoll.protocol.message.ServiceDiscoveryMessage;
import dev.atoll.protocol.message.ServiceStatus;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;

/**
 * {@code service.discovery} of 2022: {@code {"serverName":"archipelago","status":{"currentTime":n,"commitHash":"…",
 * "userCount":n}}}. Source: wire.md §11.
 */
final class DiscoveryJson {
  private static final int LONGEST_TEXT = 100;

  private DiscoveryJson() {}

  static ByteString write(ServiceDiscoveryMessage discovery) {
    ServiceStatus from = discovery.getStatus();
    JsonObject status = new JsonObject().put("currentTime", from.getCurrentTime());
    if (from.hasCommitHash()) {
      status.put("commitHash", from.getCommitHash());
    }
    status.put("userCount", Integer.toUnsignedLong(from.getUserCount()));
    JsonObject json =
        new JsonObject().put("serverName", discovery.getServerName()).put("status", status);
    return ByteString.copyFrom(json.toBuffer().getBytes());
  }

  static ServiceDiscoveryMessage read(ByteString bytes) throws Malformed {
    try {
      JsonObject json = new JsonObject(Buffer.buffer(bytes.toByteArray()));
      JsonObject from = json.getJsonObject("status", new JsonObject());
      ServiceStatus.Builder status = ServiceStatus.newBuilder()
          .setCurrentTime(from.getLong("currentTime", 0L))
          .setUserCount(from.getInteger("userCount", 0));
      String commit = from.getString("commitHash");
      if (commit != null) {
        status.setCommitHash(commit);
      }
      return checked(ServiceDiscoveryMessage.newBuilder()
          .setServerName(json.getString("serverName", ""))
          .setStatus(status)
          .build());
    } catch (DecodeException | ClassCastException | NullPointerException wrong) {
      throw new Malformed("json");
    }
  }

  /** Made anew, without fields that nobody knows. */
  static ServiceDiscoveryMessage checked(ServiceDiscoveryMessage read) throws Malformed {
    ServiceStatus from = read.getStatus();
    if (read.getServerName().length() > LONGEST_TEXT
        || from.getCommitHash().length() > LONGEST_TEXT) {
      throw new Malformed("text");
    }
    ServiceStatus.Builder status = ServiceStatus.newBuilder()
        .setCurrentTime(from.getCurrentTime())
        .setUserCount(from.getUserCount());
    if (from.hasCommitHash()) {
      status.setCommitHash(from.getCommitHash());
    }
    return ServiceDiscoveryMessage.newBuilder()
        .setServerName(read.getServerName())
        .setStatus(status)
        .build();
  }
}
