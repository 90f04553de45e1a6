package dev.atoll.cluster;

import com.hazelcast.config.ClassFilter;
import com.hazelcast.config.Config;
import com.hazelcast.config.JavaSerializationFilterConfig;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.NetworkConfig;
import dev.atoll.config.ClusterSettings;
import dev.atoll.config.SettingException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.spi.cluster.hazelcast.ConfigUtil;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.net.Inet4Address;

/**
 * Makes a Vert.x whose nodes find each other by Hazelcast, set up so that a node that is killed is noticed in under two seconds. A
 * {@code dev.atoll.node.AtollNode} with {@code cluster.enabled} is to be deployed in one.
 *
 * <p>The clustered event bus of Vert.x is not used: it checks no secret, and listens on loopback only.
 */
public final class ClusteredVertx {
  /** What members of Hazelcast send each other as Java objects: failures, for the most part. */
  private static final String[] OBJECTS = {
    "java.lang.", "java.util.", "java.io.", "com.hazelcast.", "io.vertx.spi.cluster.hazelcast.", "["
  };

  private ClusteredVertx() {}

  /**
   * Joins the cluster of these settings, or begins it.
   *
   * @param options of the Vert.x; those of its event bus are set
   * @return fails when Hazelcast cannot start, e.g. since its port is taken; and with a {@link SettingException} when a file that the
   *     settings name cannot be read, or their host is not known
   */
  public static Future<Vertx> start(VertxOptions options, ClusterSettings settings) {
    options.getEventBusOptions().setHost("127.0.0.1").setPort(0);
    try {
      settings.tls().requireReadable();
      Config config = config(settings);
      return Vertx.builder()
          .with(options)
          .withClusterManager(new HazelcastClusterManager(config))
          .buildClustered();
    } catch (SettingException wrong) {
      return Future.failedFuture(wrong);
    }
  }

  static Config config(ClusterSettings settings) {
    Config config = ConfigUtil.loadConfig();
    config.setClusterName(new ClusterSecret(settings.known(), settings.name()).publicName());
    property(config, "logging.type", "slf4j");
    property(config, "phone.home.enabled", "false");
    property(config, "shutdownhook.enabled", "false");
    // what it would tell of itself is told to nobody, and costs more than the members' heartbeats
    config.getMetricsConfig().setEnabled(false);
    property(config, "health.monitoring.level", "OFF");
    property(config, "heartbeat.interval.seconds", "1");
    property(config, "max.no.heartbeat.seconds", "3");
    property(config, "wait.seconds.before.join", "0");
    property(config, "merge.first.run.delay.seconds", "10");
    property(config, "merge.next.run.delay.seconds", "5");
    property(config, "operation.call.timeout.millis", "4000");
    // anybody who reaches the port may send objects, which do things when they are read, and tasks
    config
        .getSerializationConfig()
        .setJavaSerializationFilterConfig(new JavaSerializationFilterConfig()
            .setDefaultsDisabled(true)
            .setWhitelist(new ClassFilter().addPrefixes(OBJECTS)));
    network(config.getNetworkConfig(), settings);
    // where cluster.host is an address of this machine, on that one only
    boolean isChosen = config.getNetworkConfig().getInterfaces().isEnabled();
    property(config, "socket.bind.any", Boolean.toString(!isChosen));
    return config;
  }

  private static void property(Config config, String name, String value) {
    config.setProperty("hazelcast." + name, value);
  }

  private static void network(NetworkConfig network, ClusterSettings settings) {
    network.setPort(settings.port()).setPortAutoIncrement(false).setReuseAddress(true);
    settings.host().ifPresent(host -> advertise(network, host, settings.port()));
    JoinConfig join = network.getJoin();
    join.getAutoDetectionConfig().setEnabled(false);
    join.getMulticastConfig().setEnabled(false);
    join.getTcpIpConfig()
        .setEnabled(settings.dns().isEmpty() && settings.kubernetes().isEmpty())
        .setMembers(settings.members().stream()
            .map(member -> hasPort(member) ? member : member + ":" + settings.port())
            .toList());
    kubernetes(join, settings);
  }

  /** Where the system chooses the port nobody knows it yet; Hazelcast then tells the one that it has. */
  private static void advertise(NetworkConfig network, String host, int port) {
    if (port != 0) {
      OwnAddress.requireKnown(host);
      network.setPublicAddress(host + ":" + port);
    }
    OwnAddress.of(host)
        .filter(Inet4Address.class::isInstance)
        .ifPresent(
            own -> network.getInterfaces().setEnabled(true).addInterface(own.getHostAddress()));
  }

  private static void kubernetes(JoinConfig join, ClusterSettings settings) {
    settings
        .dns()
        .ifPresent(name -> join.getKubernetesConfig()
            .setEnabled(true)
            .setProperty("service-dns", name)
            .setProperty("service-port", Integer.toString(settings.port())));
    settings.kubernetes().ifPresent(service -> {
      String[] parts = service.split("\\.", 2);
      join.getKubernetesConfig().setEnabled(true).setProperty("service-name", parts[0]);
      if (parts.length == 2) {
        join.getKubernetesConfig().setProperty("namespace", parts[1]);
      }
    });
  }

  private static boolean hasPort(String member) {
    return member.matches(".*:\\d+");
  }
}
