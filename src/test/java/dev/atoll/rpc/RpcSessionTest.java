package dev.atoll.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import com.google.protobuf.Empty;
import com.google.protobuf.StringValue;
import dev.atoll.protocol.message.RpcCreatePort;
import dev.atoll.protocol.message.RpcRequest;
import dev.atoll.rpc.RpcClient.Reply;
import dev.atoll.rpc.RpcClient.Stream;
import dev.atoll.rpc.RpcRig.Queued;
import io.vertx.core.json.JsonObject;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RpcSessionTest {
  private static final RpcRig RIG = RpcRig.open();
  private static final JsonObject GOLDEN = golden();
  private static final StringValue HELLO = StringValue.of("hello");

  private final RpcClient client = RIG.connect();
  private final int port = client.createPort();
  private final Map<String, Integer> procedures = client.module(port, "Test");

  @BeforeEach
  void forget() {
    RIG.sources.clear();
    RIG.waiting.clear();
    RIG.closedPorts.clear();
  }

  @AfterAll
  static void close() {
    RIG.close();
  }

  @Test
  void bytes_are_those_of_the_published_library() {
    RpcRig fresh = RpcRig.open();
    RpcClient golden = fresh.connect();

    golden.send(GOLDEN.getString("createPort"));
    assertThat(golden.nextHex(1)).isEqualTo(GOLDEN.getString("createPortResponse"));
    golden.send(GOLDEN.getString("requestModule"));
    assertThat(golden.nextHex(2)).isEqualTo(GOLDEN.getString("requestModuleResponse"));
    golden.send(GOLDEN.getString("request"));
    assertThat(golden.nextHex(3)).isEqualTo(GOLDEN.getString("response"));
    golden.send("0d030000081509000000250100000032020102");
    assertThat(golden.nextHex(3)).isEqualTo(remoteError("invalid portId"));
    golden.send("0d04000008150100000025020000003200");
    assertThat(golden.nextHex(4)).isEqualTo(GOLDEN.getString("streamOffer"));
    golden.send(GOLDEN.getString("streamAck"));
    assertThat(golden.nextHex(4)).isEqualTo(GOLDEN.getString("streamElement"));
    golden.send(GOLDEN.getString("streamClose"));
    golden.send(GOLDEN.getString("destroyPort"));
    fresh.close();
  }

  @Test
  void a_request_is_answered_with_its_number() {
    int number = 0x07ffffff;
    client.send(RpcRequest.newBuilder()
        .setMessageIdentifier(RpcType.REQUEST.identifier(number))
        .setPortId(port)
        .setProcedureId(procedures.get("Echo"))
        .setPayload(HELLO.toByteString())
        .build());

    assertThat(client.answer(number).payload()).isEqualTo(HELLO.toByteString());
  }

  @Test
  void an_empty_answer_is_an_answer() {
    assertThat(client
            .call(port, procedures.get("Echo"), Empty.getDefaultInstance())
            .payload())
        .isEmpty();
  }

  @Test
  void a_module_keeps_its_procedures() {
    assertThat(client.module(port, "Test")).isEqualTo(procedures);
    assertThat(procedures.values()).containsExactlyInAnyOrder(1, 2, 3, 4, 5, 6);
  }

  @Test
  void answers_come_in_the_order_in_which_they_are_made() {
    int waits = client.request(port, procedures.get("Wait"), HELLO);
    client.call(port, procedures.get("Echo"), HELLO).payload();

    RIG.on(() -> RIG.waiting.get(0).complete(ByteString.EMPTY));

    assertThat(client.answer(waits).payload()).isEmpty();
  }

  @Test
  void what_a_procedure_refuses_is_told() {
    assertThat(client.call(port, procedures.get("Refuse"), HELLO).error()).isEqualTo("not today");
    assertThat(client.call(port, procedures.get("NoStream"), HELLO).error()).isEqualTo("no stream");
  }

  @Test
  void a_bug_is_told_as_such_and_no_more() {
    assertThat(client.call(port, procedures.get("Break"), HELLO).error())
        .isEqualTo("Internal error");
    assertThat(client.isOpen()).isTrue();
  }

  @Test
  void wrong_ids_are_remote_errors() {
    assertThat(client.call(port + 1000, 1, HELLO).error()).isEqualTo("invalid portId");
    assertThat(client.call(port, 0, HELLO).error()).isEqualTo("invalid procedureId");
    assertThat(client.call(port, 7, HELLO).error()).isEqualTo("invalid procedureId");
    assertThat(client.call(port, -1, HELLO).error()).isEqualTo("invalid procedureId");
    assertThat(client.askModule(port, "Other").error()).isEqualTo("module is not available");
    assertThat(client.askModule(port + 1000, "Test").error()).isEqualTo("invalid portId");
  }

  @Test
  void ports_of_another_socket_are_not_there() {
    RpcClient other = RIG.connect();

    assertThat(other.call(port, 1, HELLO).error()).isEqualTo("invalid portId");
    other.destroyPort(port);

    assertThat(client.call(port, procedures.get("Echo"), HELLO).payload()).isNotEmpty();
  }

  @Test
  void a_stream_gives_one_element_for_each_that_is_asked_for() {
    Stream stream = client.stream(port, procedures.get("Stream"), HELLO);
    Queued source = RIG.sources.get(0);

    RIG.on(() -> List.of("a", "b", "c").forEach(source::add));

    assertThat(stream.next().toStringUtf8()).isEqualTo("a");
    assertThat(source.taken).isEqualTo(1);
    assertThat(stream.next().toStringUtf8()).isEqualTo("b");
    assertThat(stream.next().toStringUtf8()).isEqualTo("c");
  }

  @Test
  void who_asks_early_gets_the_element_when_it_is_there() {
    Stream stream = client.stream(port, procedures.get("Stream"), HELLO);
    Queued source = RIG.sources.get(0);
    stream.ask();
    stream.ask();
    client.call(port, procedures.get("Echo"), HELLO);
    assertThat(stream.heardNothing()).isTrue();

    RIG.on(() -> List.of("a", "b").forEach(source::add));

    assertThat(stream.take().getPayload().toStringUtf8()).isEqualTo("a");
    client.call(port, procedures.get("Echo"), HELLO);
    assertThat(stream.heardNothing()).isTrue();
  }

  @Test
  void a_stream_that_the_server_ends_says_so_when_asked() {
    Stream stream = client.stream(port, procedures.get("Stream"), HELLO);
    Queued source = RIG.sources.get(0);
    RIG.on(() -> {
      source.add("a");
      source.end();
    });

    assertThat(stream.next().toStringUtf8()).isEqualTo("a");
    stream.ends();

    client.leave();
    await().until(() -> !RIG.closedPorts.isEmpty());
    assertThat(source.cancelled).isFalse();
  }

  @Test
  void a_stream_that_the_client_closes_is_over_at_once() {
    Stream stream = client.stream(port, procedures.get("Stream"), HELLO);
    Queued source = RIG.sources.get(0);

    stream.close();

    await().until(() -> source.cancelled);
    RIG.on(() -> source.add("late"));
    client.call(port, procedures.get("Echo"), HELLO);
    assertThat(stream.heardNothing()).isTrue();
  }

  @Test
  void streams_that_do_not_exist_are_acknowledged_and_closed_in_vain() {
    client.send("0d0900002015010000004001");
    client.send(GOLDEN.getString("streamAck"));
    client.send(GOLDEN.getString("streamClose"));

    assertThat(client.call(port, procedures.get("Echo"), HELLO).payload()).isNotEmpty();
  }

  @Test
  void two_streams_of_one_number_are_refused() {
    Stream stream = client.stream(port, procedures.get("Stream"), HELLO);

    client.send(RpcRequest.newBuilder()
        .setMessageIdentifier(RpcType.REQUEST.identifier(stream.number()))
        .setPortId(port)
        .setProcedureId(procedures.get("Stream"))
        .build());

    assertThat(client.answer(stream.number()).error()).isEqualTo("a stream of this number is open");
  }

  @Test
  void a_destroyed_port_takes_its_streams_with_it() {
    client.stream(port, procedures.get("Stream"), HELLO);
    Queued source = RIG.sources.get(0);

    client.destroyPort(port);
    client.destroyPort(port);

    await().until(() -> source.cancelled);
    assertThat(client.call(port, procedures.get("Echo"), HELLO).error())
        .isEqualTo("invalid portId");
    assertThat(RIG.closedPorts).hasSize(1);
  }

  @Test
  void a_closed_socket_takes_everything_with_it() {
    client.stream(port, procedures.get("Stream"), HELLO);
    client.createPort();
    Queued source = RIG.sources.get(0);

    client.leave();

    await().until(() -> source.cancelled && RIG.closedPorts.size() == 2);
  }

  @Test
  void a_socket_has_sixteen_ports() {
    List<Integer> ports = new ArrayList<>();
    for (int i = 1; i < 16; i++) {
      ports.add(client.createPort());
    }

    for (int i = 0; i < 10_000; i++) {
      client.send(RpcCreatePort.newBuilder()
          .setMessageIdentifier(RpcType.CREATE_PORT.identifier(1_000_000 + i))
          .build());
    }
    assertThat(client.answer(1_009_999).error()).isEqualTo("too many ports, a socket has 16");

    client.destroyPort(ports.get(0));
    client.createPort();
  }

  @Test
  void a_socket_has_256_streams() {
    Stream first = client.stream(port, procedures.get("Stream"), HELLO);
    for (int i = 1; i < 256; i++) {
      client.stream(port, procedures.get("Stream"), HELLO);
    }

    Reply refused = client.call(port, procedures.get("Stream"), HELLO);

    assertThat(refused.error()).isEqualTo("too many streams, a socket has 256");
    first.close();
    client.stream(port, procedures.get("Stream"), HELLO);
  }

  @Test
  void requests_that_wait_are_bounded_too() {
    for (int i = 0; i < 256; i++) {
      client.request(port, procedures.get("Wait"), HELLO);
    }

    assertThat(client.call(port, procedures.get("Wait"), HELLO).error())
        .isEqualTo("too many requests at once");
  }

  @Test
  void streams_of_a_client_are_refused_and_ended() {
    int number = client.number();
    client.send(RpcRequest.newBuilder()
        .setMessageIdentifier(RpcType.REQUEST.identifier(number))
        .setPortId(port)
        .setProcedureId(procedures.get("Echo"))
        .setClientStream(77)
        .build());

    assertThat(client.answer(number).error()).isEqualTo("client streams are not taken");
    assertThat(client.answer(77).type()).isEqualTo(RpcType.STREAM_MESSAGE);
  }

  @Test
  void unknown_fields_are_ignored() {
    client.send("0d010000281202616222066b65726e656c980601");

    assertThat(client.answer(1).type()).isEqualTo(RpcType.CREATE_PORT_RESPONSE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0d00000000",
        "0d00000058",
        "0d01000010",
        "0d01000060",
        "0d01000080",
        "0d010000f8",
        "ff0102",
        "0d0100",
        "0d010000282205ff"
      })
  void what_no_client_says_closes_the_socket(String hex) {
    client.send(hex);

    assertThat(client.close()).isEqualTo("1007 Cannot decode message");
  }

  @Test
  void text_and_more_than_64_KiB_close_the_socket() {
    RpcClient large = RIG.connect();

    client.webSocket().writeTextMessage("{}");
    large.send(new byte[(64 << 10) + 1]);

    assertThat(client.close()).isEqualTo("1003 Binary frames only");
    assertThat(large.close()).isEqualTo("1009 Message too large");
  }

  /** The golden one with another text. */
  private static String remoteError(String text) {
    String golden = GOLDEN.getString("remoteError");
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return golden.substring(0, golden.length() - 6)
        + HexFormat.of().toHexDigits((byte) bytes.length)
        + HexFormat.of().formatHex(bytes);
  }

  private static JsonObject golden() {
    try (InputStream in = RpcSessionTest.class.getResourceAsStream("/vectors.json")) {
      return new JsonObject(new String(in.readAllBytes())).getJsonObject("rpc");
    } catch (Exception missing) {
      throw new AssertionError(missing);
    }
  }
}
