package dev.atoll.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import dev.atoll.protocol.message.LoginsMessage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LoginPiecesTest {
  private static final long NOW = 1_795_000_000_000L;

  private final LoginPieces pieces = new LoginPieces();

  @Test
  void all_logins_are_heard_with_the_last_piece_and_none_before() {
    Map<String, LoginStamp> logins = logins(2500);

    List<LoginsMessage> told = LoginPieces.of(logins);

    assertThat(told).hasSize(3);
    assertThat(pieces.heard("a", told.get(0))).isEmpty();
    assertThat(pieces.heard("a", told.get(1))).isEmpty();
    assertThat(pieces.heard("a", told.get(2))).contains(logins);
  }

  @Test
  void nobody_is_told_too() {
    List<LoginsMessage> told = LoginPieces.of(Map.of());

    assertThat(told).hasSize(1);
    assertThat(pieces.heard("a", told.get(0))).contains(Map.of());
  }

  @Test
  void a_first_piece_begins_anew_and_nodes_are_not_mixed() {
    List<LoginsMessage> many = LoginPieces.of(logins(1500));
    Map<String, LoginStamp> few = logins(10);

    pieces.heard("a", many.get(0));
    pieces.heard("b", many.get(0));

    assertThat(pieces.heard("a", LoginPieces.of(few).get(0))).contains(few);
    assertThat(pieces.heard("b", many.get(1)).orElseThrow()).hasSize(1500);
  }

  @Test
  void what_a_lost_node_began_to_tell_is_forgotten() {
    List<LoginsMessage> told = LoginPieces.of(logins(1500));
    pieces.heard("a", told.get(0));
    pieces.heard("b", told.get(0));

    pieces.retain(Set.of("b"));
    pieces.lost("b");

    assertThat(pieces.heard("a", told.get(1)).orElseThrow()).hasSize(500);
    assertThat(pieces.heard("b", told.get(1)).orElseThrow()).hasSize(500);
  }

  @Test
  void addresses_and_stamps_that_are_not_as_many_are_refused() {
    LoginsMessage odd = LoginsMessage.newBuilder()
        .setFirst(true)
        .setLast(true)
        .setAddresses(ByteString.copyFrom(new byte[21]))
        .addTimes(1)
        .build();

    assertThatThrownBy(() -> pieces.heard("a", odd)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void those_of_the_largest_node_are_few_bytes() {
    int bytes = LoginPieces.of(logins(20_000)).stream()
        .mapToInt(MessageLite::getSerializedSize)
        .sum();

    assertThat(bytes).isLessThan(20_000 * 28);
  }

  private static Map<String, LoginStamp> logins(int count) {
    Map<String, LoginStamp> logins = new HashMap<>();
    for (int i = 0; i < count; i++) {
      logins.put("0x%040x".formatted(i * 7919L), new LoginStamp(NOW + i, "node"));
    }
    return logins;
  }
}
