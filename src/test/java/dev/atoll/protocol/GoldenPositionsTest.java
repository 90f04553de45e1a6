package dev.atoll.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.atoll.protocol.message.Heartbeat;
import dev.atoll.protocol.message.IslandChangedMessage;
import dev.atoll.protocol.message.IslandData;
import dev.atoll.protocol.message.IslandStatusMessage;
import dev.atoll.protocol.message.Position;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Golden bytes: made with the published libraries of 2022 and 2023. */
class GoldenPositionsTest {
  private static final String ADDRESS = "0x19e7e376e7c213b7e7e7e46cc70a5dd086daff2a";
  private static final ByteString DOUBLES =
      hex("0a1b09000000000000f83f1100000000000000001900000000000002c0");
  private static final ByteString FLOATS = hex("0a0a0d0000c03f1d000010c0");
  private static final ByteString ISLAND_CHANGED = hex(
      "0a02493112317032703a49313a3078313965376533373665376332313362376537653765343663633730613564643038366461666632"
          + "6122490a2a307831396537653337366537633231336237653765376534366363373061356464303836646166663261121b"
          + "09000000000000f83f1100000000000000001900000000000002c0");
  private static final Position AT =
      Position.newBuilder().setX(1.5f).setZ(-2.25f).build();

  @Test
  void heartbeats_are_read_as_doubles_and_as_floats() throws Exception {
    Heartbeat expected = Heartbeat.newBuilder().setPosition(AT).build();

    assertThat(Positions.heartbeat(DOUBLES)).isEqualTo(expected);
    assertThat(Positions.heartbeat(FLOATS)).isEqualTo(expected);
    assertThat(Positions.heartbeat(ByteString.EMPTY).hasPosition()).isFalse();
  }

  @Test
  void island_changes_keep_their_bytes_through_both() throws Exception {
    IslandChangedMessage change = Positions.islandChanged(ISLAND_CHANGED);

    assertThat(change.getPeersMap()).containsEntry(ADDRESS, AT);
    assertThat(change.getConnStr()).isEqualTo("p2p:I1:" + ADDRESS);
    assertThat(Positions.legacy(change).toByteString()).isEqualTo(ISLAND_CHANGED);
    assertThat(Positions.islandChanged(change.toByteString())).isEqualTo(change);
  }

  @Test
  void islands_are_read_as_doubles_and_as_floats() throws Exception {
    IslandStatusMessage islands = IslandStatusMessage.newBuilder()
        .addData(IslandData.newBuilder()
            .setId("I1")
            .addPeers(ADDRESS)
            .setMaxPeers(100)
            .setCenter(AT)
            .setRadius(0.5))
        .addData(IslandData.newBuilder().setId("I2"))
        .build();

    ByteString doubles = Positions.legacy(islands).toByteString();

    assertThat(Positions.islands(doubles)).isEqualTo(islands);
    assertThat(Positions.islands(islands.toByteString())).isEqualTo(islands);
  }

  @Test
  void what_nobody_knows_is_not_passed_on() throws Exception {
    ByteString more = FLOATS.concat(hex("a00601"));

    assertThat(Positions.heartbeat(more).toByteString()).isEqualTo(FLOATS);
  }

  @Test
  void garbage_is_refused() {
    assertThatThrownBy(() -> Positions.heartbeat(hex("0aff")))
        .isInstanceOf(InvalidProtocolBufferException.class);
    assertThatThrownBy(() -> Positions.islandChanged(hex("0a05")))
        .isInstanceOf(InvalidProtocolBufferException.class);
  }

  private static ByteString hex(String text) {
    return ByteString.copyFrom(HexFormat.of().parseHex(text));
  }
}
