package dev.atoll.cluster;

import dev.atoll.config.SettingException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Optional;

/** Whether the host under which other nodes reach this one is an address of this machine: then its ports are open there and nowhere else. */
final class OwnAddress {
  /** Behind a router that translates addresses, or unset. */
  static final String ANY = "0.0.0.0";

  private OwnAddress() {}

  /**
   * That address of this machine; empty when it is none, or nobody knows it. Blocks while the name is looked up.
   *
   * @param host name or address
   */
  static Optional<InetAddress> of(String host) {
    try {
      InetAddress address = InetAddress.getByName(host);
      boolean isOwn =
          address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null;
      return isOwn ? Optional.of(address) : Optional.empty();
    } catch (UnknownHostException | SocketException unknown) {
      return Optional.empty();
    }
  }

  /**
   * Blocks while the name is looked up.
   *
   * @throws SettingException when nobody knows it: then no other node would find this one by it
   */
  static void requireKnown(String host) {
    try {
      InetAddress.getByName(host);
    } catch (UnknownHostException unknown) {
      throw new SettingException("cluster.host", host, "a host that can be looked up here");
    }
  }

  /** Where to listen. */
  static String toBind(Optional<String> host) {
    return host.flatMap(OwnAddress::of).map(InetAddress::getHostAddress).orElse(ANY);
  }
}
