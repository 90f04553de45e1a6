package dev.atoll.session;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;

/** The proxies whose word is taken for who a client is and which host it asked for. Immutable. */
final class TrustedProxies {
  private final List<IpSubnetFilterRule> blocks;

  /**
   * @param blocks addresses or CIDR blocks
   * @throws IllegalArgumentException when one is neither
   */
  TrustedProxies(List<String> blocks) {
    this.blocks = blocks.stream().map(TrustedProxies::rule).toList();
  }

  /** Whether the other end of a connection is one of them; a socket of the file system never is. */
  boolean contains(SocketAddress remote) {
    if (blocks.isEmpty() || remote == null || !remote.isInetSocket()) {
      return false;
    }
    byte[] bytes = NetUtil.createByteArrayFromIpAddressString(remote.hostAddress());
    return bytes != null && contains(address(bytes));
  }

  /** Whether this is the address of one of them. */
  boolean contains(InetAddress remote) {
    InetSocketAddress address = new InetSocketAddress(remote, 0);
    return blocks.stream().anyMatch(block -> block.matches(address));
  }

  private static IpSubnetFilterRule rule(String block) {
    int slash = block.indexOf('/');
    String host = slash < 0 ? block : block.substring(0, slash);
    byte[] bytes = NetUtil.createByteArrayFromIpAddressString(host);
    if (bytes == null) {
      throw new IllegalArgumentException(block + " is not an IP address or a CIDR block");
    }
    int whole = bytes.length * Byte.SIZE;
    int prefix = slash < 0 ? whole : Integer.parseInt(block.substring(slash + 1));
    if (prefix > whole) {
      throw new IllegalArgumentException(block + " has a prefix longer than the address");
    }
    return new IpSubnetFilterRule(address(bytes), prefix, IpFilterRuleType.ACCEPT);
  }

  private static InetAddress address(byte[] bytes) {
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException wrongLength) {
      throw new IllegalArgumentException(wrongLength);
    }
  }
}
