package dev.atoll.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.config.Config;
import dev.atoll.config.AtollSettings;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where ports are open, by the host under which other nodes reach this one. */
class OwnAddressTest {
  /** An address for documentation, which no machine has. */
  private static final String OF_THE_ROUTER = "203.0.113.7";

  @Test
  void an_address_of_this_machine_is_where_its_ports_are_open() {
    assertThat(OwnAddress.toBind(Optional.of("127.0.0.1"))).isEqualTo("127.0.0.1");
    assertThat(OwnAddress.toBind(Optional.of("127.0.0.9"))).isEqualTo("127.0.0.9");
  }

  @ParameterizedTest
  @ValueSource(strings = {OF_THE_ROUTER, "nobody-knows-this.invalid"})
  void behind_a_router_that_translates_addresses_they_are_open_on_all(String host) {
    assertThat(OwnAddress.toBind(Optional.of(host))).isEqualTo(OwnAddress.ANY);
  }

  @Test
  void where_nothing_is_said_they_are_open_on_all() {
    assertThat(OwnAddress.toBind(Optional.empty())).isEqualTo(OwnAddress.ANY);
  }

  @Test
  void hazelcast_tells_the_routers_address_and_listens_on_all_of_its_own() {
    Config behind = config(OF_THE_ROUTER);
    Config own = config("127.0.0.1");

    assertThat(behind.getNetworkConfig().getPublicAddress()).isEqualTo(OF_THE_ROUTER + ":5799");
    assertThat(behind.getNetworkConfig().getInterfaces().isEnabled()).isFalse();
    assertThat(behind.getProperty("hazelcast.socket.bind.any")).isEqualTo("true");
    assertThat(own.getNetworkConfig().getInterfaces().getInterfaces()).containsExactly("127.0.0.1");
    assertThat(own.getProperty("hazelcast.socket.bind.any")).isEqualTo("false");
  }

  private static Config config(String host) {
    return ClusteredVertx.config(AtollSettings.of(Map.of(
            "cluster.enabled", "true",
            "cluster.secret", "the secret of these nodes",
            "cluster.members", "127.0.0.1",
            "cluster.host", host,
            "cluster.port", "5799",
            "rooms.public-url", "http://127.0.0.1:9"))
        .cluster());
  }
}
