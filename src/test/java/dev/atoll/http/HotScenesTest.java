package dev.atoll.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atoll.Patience;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HotScenesTest {
  private static final String PLAZA = """
      {"id": "bafy1", "type": "scene", "pointers": ["10,10"], "content": [{"file": "a.png", "hash": "bafyA"}],
       "metadata": {"display": {"title": "Plaza", "description": "big", "navmapThumbnail": "a.png"},
         "contact": {"name": "somebody"}, "source": {"projectId": "p-1"},
         "scene": {"base": "10,10", "parcels": ["10,10", "10,11"]}}}""";
  private static final String BARE =
      "{\"id\":\"bafy2\",\"metadata\":{\"scene\":{\"base\":\"-1,0\",\"parcels\":[\"-1,0\"]}}}";

  private final FakeContent content = new FakeContent();
  private final PublicPort port = new PublicPort("realm.content-url", content.url());

  @AfterEach
  void close() {
    port.close();
    content.close();
  }

  /** Those of the page when the content server has answered, for which it has no more than five seconds at a time. */
  private String awaitScenes() {
    return await()
        .atMost(Patience.TIME)
        .until(() -> port.body("/hot-scenes"), scenes -> !scenes.equals("[]"));
  }

  @Test
  void the_fullest_scene_comes_first() {
    content.entities = "[" + BARE + "," + PLAZA + "]";
    port.heartbeat("0x1", -3, 0, 3);
    port.heartbeat("0x2", 160, 0, 160);
    port.heartbeat("0x3", 170, 0, 180);

    String scenes = awaitScenes();

    assertThat(scenes)
        .isEqualTo(
            "[{\"id\":\"bafy1\",\"name\":\"Plaza\",\"baseCoords\":[10,10],\"usersTotalCount\":2,"
                + "\"parcels\":[[10,10],[10,11]],\"thumbnail\":\"" + content.url()
                + "/contents/bafyA\","
                + "\"creator\":\"somebody\",\"projectId\":\"p-1\",\"description\":\"big\"},"
                + "{\"id\":\"bafy2\",\"baseCoords\":[-1,0],\"usersTotalCount\":1,\"parcels\":[[-1,0]]}]");
    assertThat(content.questions.get(0).getJsonArray("pointers"))
        .containsExactlyInAnyOrder("-1,0", "10,10", "10,11");
    assertThat(port.body("/comms/hot-scenes")).isEqualTo(scenes);
  }

  @Test
  void counts_are_those_of_now_while_the_content_server_is_silent() {
    content.entities = "[" + PLAZA + "]";
    port.heartbeat("0x1", 160, 0, 160);
    assertThat(port.body("/hot-scenes")).contains("\"usersTotalCount\":1");

    content.status = 500;
    port.heartbeat("0x2", 160, 0, 160);

    await()
        .atMost(Patience.TIME)
        .untilAsserted(
            () -> assertThat(port.body("/hot-scenes")).contains("\"usersTotalCount\":2"));
  }

  @Test
  void without_a_content_server_there_are_none() {
    content.close();
    port.heartbeat("0x1", 160, 0, 160);

    assertThat(port.body("/hot-scenes")).isEqualTo("[]");
  }

  @Test
  void strange_entities_are_left_out() {
    content.entities = "[null, 1, \"x\", [], {}, {\"id\":1}, {\"id\":\"a\",\"metadata\":null},"
        + "{\"id\":\"b\",\"metadata\":{\"scene\":{\"base\":\"x,y\",\"parcels\":[\"10,10\"]}}},"
        + "{\"id\":\"c\",\"metadata\":{\"scene\":{\"base\":\"10,10\",\"parcels\":{}}}},"
        + "{\"id\":\"d\",\"metadata\":{\"scene\":{\"base\":\"99999999999,1\",\"parcels\":[\"10,10\"]}}},"
        + PLAZA + "]";
    port.heartbeat("0x1", 160, 0, 160);

    assertThat(new JsonArray(awaitScenes()))
        .extracting(scene -> ((JsonObject) scene).getString("id"))
        .containsExactly("bafy1");
  }

  @Test
  void an_answer_that_is_no_list_counts_as_none() {
    content.entities = "{\"error\":\"[\"";
    port.heartbeat("0x1", 160, 0, 160);

    assertThat(port.body("/hot-scenes")).isEqualTo("[]");
  }

  @Test
  void an_answer_without_end_is_cut() {
    content.entities = "[" + " ".repeat(17 << 20);
    port.heartbeat("0x1", 160, 0, 160);

    assertThat(port.body("/hot-scenes")).isEqualTo("[]");
  }

  @Test
  void at_most_a_hundred_scenes_of_five_hundred_parcels_are_told() {
    content.entities = IntStream.range(0, 300)
        .mapToObj(i -> "{\"id\":\"s" + i + "\",\"metadata\":{\"scene\":{\"base\":\"" + i
            + ",0\",\"parcels\":[\"" + i + ",0\"]}}}")
        .collect(Collectors.joining(",", "[", "]"));
    IntStream.range(0, 700).forEach(i -> port.heartbeat("0x" + i, i * 16, 0, 0));

    JsonArray scenes = new JsonArray(awaitScenes());

    assertThat(scenes).hasSize(100);
    Set<Object> asked = new HashSet<>();
    assertThat(content.questions).hasSizeGreaterThanOrEqualTo(10).allSatisfy(question -> {
      assertThat(question.getJsonArray("pointers")).hasSize(50);
      asked.addAll(question.getJsonArray("pointers").getList());
    });
    assertThat(asked).hasSize(500);
  }
}
