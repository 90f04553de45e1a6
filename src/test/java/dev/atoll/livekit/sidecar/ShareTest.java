package dev.atoll.livekit.sidecar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.bus.JoinedBuses;
import dev.atoll.bus.Message;
import dev.atoll.bus.Payload;
import dev.atoll.bus.Subjects;
import dev.atoll.config.Secret;
import dev.atoll.livekit.LiveKit.Site;
import dev.atoll.livekit.LiveKitTokens;
import dev.atoll.livekit.LiveKitTransport;
import dev.atoll.livekit.RoomService;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ShareTest {
  private final Vertx vertx = Vertx.vertx();
  private final Context context = vertx.getOrCreateContext();
  private final JoinedBuses buses = new JoinedBuses("a", "b", "c");
  private final Map<String, Share> shares = new LinkedHashMap<>();
  private final AtomicInteger shifts = new AtomicInteger();
  private final List<Place> rooms = new ArrayList<>();

  @BeforeEach
  void begin() {
    LiveKitTokens tokens = LiveKitTokens.create(vertx, "key", new Secret("the secret of the key"));
    Site site = new Site(
        "casino",
        "ws://sfu",
        tokens,
        new LiveKitTransport("ws://sfu", tokens),
        new RoomService(vertx, URI.create("ws://sfu"), tokens));
    for (int i = 0; i < 300; i++) {
      rooms.add(new Place(site, "I" + i));
    }
    on(buses::join);
  }

  @AfterEach
  void end() {
    vertx.close().await();
  }

  @Test
  void each_room_is_for_one_of_the_nodes_that_can_join_it() {
    start("a", true);
    start("b", true);
    start("c", false);

    Map<String, List<Place>> mine = mine();

    assertThat(mine.get("a").size() + mine.get("b").size()).isEqualTo(300);
    assertThat(mine.get("a")).hasSizeBetween(90, 210).doesNotContainAnyElementsOf(mine.get("b"));
    assertThat(mine.get("c")).isEmpty();
  }

  @Test
  void who_comes_takes_rooms_of_each_and_leaves_the_rest_where_they_are() {
    start("a", true);
    start("b", true);
    Map<String, List<Place>> before = mine();

    start("c", true);

    Map<String, List<Place>> after = mine();
    assertThat(before.get("a")).containsAll(after.get("a"));
    assertThat(before.get("b")).containsAll(after.get("b"));
    assertThat(after.get("c")).hasSizeBetween(50, 150);
  }

  @Test
  void rooms_of_a_node_that_is_lost_or_finds_that_it_cannot_are_for_the_others_at_once() {
    start("a", true);
    start("b", true);
    start("c", true);

    shifts.set(0);
    on(() -> shares.get("c").unable());
    assertThat(shifts.get()).isEqualTo(2);
    assertThat(mine().get("a").size() + mine().get("b").size()).isEqualTo(300);

    on(() -> buses.of("a").publish(new Message(Subjects.nodeLost("b"), Payload.EMPTY)));
    assertThat(mine().get("a")).hasSize(300);
  }

  @Test
  void where_nobody_can_one_says_so_of_each_room() {
    start("a", false);
    start("b", false);

    Map<String, List<Place>> mine = mine();

    assertThat(mine.get("a").size() + mine.get("b").size()).isEqualTo(300);
  }

  private void start(String node, boolean able) {
    on(() -> {
      Share share = new Share(buses.of(node), "side-cars-of-" + node, true);
      shares.put(node, share);
      share.start(able, shifts::incrementAndGet);
    });
  }

  private Map<String, List<Place>> mine() {
    Map<String, List<Place>> mine = new LinkedHashMap<>();
    on(() -> shares.forEach(
        (node, share) -> mine.put(node, rooms.stream().filter(share::isMine).toList())));
    return mine;
  }

  private void on(Runnable action) {
    Promise<Void> done = Promise.promise();
    context.runOnContext(now -> {
      action.run();
      done.complete();
    });
    done.future().await();
  }
}
