package dev.atoll.node;

import dev.atoll.cluster.ClusterSecret;
import dev.atoll.config.AtollSettings;
import dev.atoll.config.ClusterSettings;
import dev.atoll.config.GatewaySettings;

/** Secrets that all nodes of a realm must have: those that nobody set are made from the cluster's, each in its own way, on every node the same. */
public final class ClusterSecrets {
  private ClusterSecrets() {}

  /**
   * These settings with all such secrets; as they are where there is no cluster.
   *
   * @throws dev.atoll.config.SettingException when the cluster's secret cannot be read
   */
  public static AtollSettings complete(AtollSettings settings) {
    if (!settings.cluster().enabled()) {
      return settings;
    }
    AtollSettings withGateway = settings.with(complete(settings.gateway(), settings.cluster()));
    return settings.rooms().secret().isPresent()
        ? withGateway
        : withGateway.with(
            settings.rooms().with(secret(settings.cluster()).derived("rooms.secret")));
  }

  /** As {@link #complete(AtollSettings)}. */
  static GatewaySettings complete(GatewaySettings gateway, ClusterSettings cluster) {
    return gateway.isOn() || !cluster.enabled()
        ? gateway
        : gateway.with(secret(cluster).derived("gateway.secret"));
  }

  private static ClusterSecret secret(ClusterSettings cluster) {
    return new ClusterSecret(cluster.known(), cluster.name());
  }
}
