package dev.atoll.archipelago;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atoll.transport.Passenger;
import dev.atoll.transport.Transport;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A transport that fails, refuses and takes its time as a trace says. */
final class FakeTransport implements Transport {
  private final Set<String> denied = new HashSet<>();
  private final Deque<Runnable> unanswered = new ArrayDeque<>();
  private boolean failAll;
  private int failNext;
  private String awaitedUser = "";
  private List<String> overtaking = List.of();
  private boolean overtaken;

  void operation(JsonNode operation) {
    if (operation.has("failAll")) {
      failAll = operation.path("failAll").asBoolean();
    } else if (operation.has("failNext")) {
      failNext = operation.path("failNext").asInt();
    } else if (operation.has("deny")) {
      operation.path("deny").forEach(each -> denied.add(each.asText()));
    } else {
      awaitedUser = operation.path("duringTransport").path("user").asText();
      overtaking = new ArrayList<>();
      operation
          .path("duringTransport")
          .path("disconnect")
          .forEach(each -> overtaking.add(each.asText()));
    }
  }

  boolean denies(String peer) {
    return denied.contains(peer);
  }

  @Override
  public Future<Map<String, String>> connectionStrings(String island, List<Passenger> passengers) {
    if (failAll || failNext > 0) {
      failNext--;
      return Future.failedFuture("down");
    }
    Map<String, String> strings = new HashMap<>();
    passengers.stream()
        .filter(each -> !denied.contains(each.address()))
        .forEach(each -> strings.put(each.address(), "fake:" + island));
    if (passengers.stream().noneMatch(each -> each.address().equals(awaitedUser))) {
      return Future.succeededFuture(strings);
    }
    overtaken = true;
    Promise<Map<String, String>> later = Promise.promise();
    unanswered.add(() -> later.complete(strings));
    return later.future();
  }

  /** Who is to disconnect now, while an answer is awaited. */
  List<String> overtake() {
    return overtaken ? overtaking : List.of();
  }

  /** Answers what is awaited. */
  void answer() {
    unanswered.forEach(Runnable::run);
    unanswered.clear();
    awaitedUser = "";
    overtaken = false;
  }
}
