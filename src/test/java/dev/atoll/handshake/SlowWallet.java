package dev.atoll.handshake;

import dev.atoll.node.AtollNode;
import dev.atoll.node.TestNode;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import java.util.Map;

/** Logins that take their time: a contract wallet, and an Ethereum node that never answers. */
public final class SlowWallet {
  private SlowWallet() {}

  /** A node that asks there. */
  public static AtollNode node(Vertx vertx) throws Exception {
    NetServer silent = vertx
        .createNetServer()
        .connectHandler(socket -> {})
        .listen(0, "127.0.0.1")
        .await();
    return TestNode.start(
        vertx, Map.of("ethereum.rpc-url", "http://127.0.0.1:" + silent.actualPort()));
  }

  /** Of a contract wallet at this address. */
  public static String authChain(String address, String challenge) {
    return "[{\"type\":\"SIGNER\",\"payload\":\"" + address + "\",\"signature\":\"\"},"
        + "{\"type\":\"ECDSA_EIP_1654_SIGNED_ENTITY\",\"payload\":\"" + challenge
        + "\",\"signature\":\"0x1234\"}]";
  }
}
