package dev.atoll.client.crowd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.client.Await;
import dev.atoll.client.FakeRealm;
import dev.atoll.client.RealmAddress;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DoorsTest {
  private static final int TAKEN = 200;

  private final Vertx vertx = Vertx.vertx();
  private RealmAddress one;
  private RealmAddress other;

  @BeforeEach
  void start() {
    one = Await.result(FakeRealm.start(vertx)).address();
    other = Await.result(FakeRealm.start(vertx)).address();
  }

  @AfterEach
  void stop() {
    Await.result(vertx.close());
  }

  @Test
  void by_chance_a_busy_door_is_taken_as_often_as_another_and_a_seed_takes_the_same_ones() {
    Doors doors = doors(DoorChoice.RANDOM, one, other);
    doors.any(new SplittableRandom(1)).entered();

    List<String> taken = taken(doors, new SplittableRandom(7));

    assertThat(taken.stream().filter(one.toString()::equals).count()).isBetween(70L, 130L);
    assertThat(taken(doors, new SplittableRandom(7))).isEqualTo(taken);
  }

  @Test
  void the_least_busy_door_is_the_one_with_the_fewest_of_the_crowd() {
    Doors doors = doors(DoorChoice.LEAST_BUSY, one, other);
    SplittableRandom random = new SplittableRandom(1);
    Doors.Door busy = doors.any(random);
    busy.entered();

    assertThat(taken(doors, random)).doesNotContain(busy.toString());
    busy.left();

    assertThat(taken(doors, random)).contains(one.toString(), other.toString());
  }

  @Test
  void a_door_that_never_answered_or_refuses_is_not_taken_while_there_is_another() {
    RealmAddress nobody = RealmAddress.parse("127.0.0.1:1");
    Doors doors = doors(DoorChoice.RANDOM, one, nobody, other);
    SplittableRandom random = new SplittableRandom(1);

    assertThat(taken(doors, random)).doesNotContain(nobody.toString());
    Doors.Door refuses = doors.any(random);
    assertThat(doors.insteadOf(refuses, random)).isNotSameAs(refuses);

    assertThat(taken(doors, random)).doesNotContain(refuses.toString());
  }

  private Doors doors(DoorChoice choice, RealmAddress... realms) {
    return Await.result(Doors.of(vertx, List.of(realms), choice));
  }

  private static List<String> taken(Doors doors, SplittableRandom random) {
    return IntStream.range(0, TAKEN).mapToObj(i -> doors.any(random).toString()).toList();
  }
}
