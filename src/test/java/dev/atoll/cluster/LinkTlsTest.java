package dev.atoll.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.atoll.Patience;
import dev.atoll.RunningTime;
import dev.atoll.bus.OnContext;
import dev.atoll.config.ClusterTls;
import dev.atoll.config.Secret;
import dev.atoll.protocol.message.LinkBatch;
import dev.atoll.protocol.message.NodeCard;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.SelfSignedCertificate;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Links with certificates on both sides, and whoever has none. */
@Timeout(5 * Patience.SECONDS)
class LinkTlsTest {
  private static final ClusterSecret SECRET =
      new ClusterSecret(new Secret("the secret of these nodes"), "atoll");
  private static final SelfSignedCertificate CERTIFICATE = SelfSignedCertificate.create("atoll");
  private static final SelfSignedCertificate OTHER = SelfSignedCertificate.create("other");

  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void stop() {
    vertx.close().await();
  }

  @AfterAll
  static void forget() {
    CERTIFICATE.delete();
    OTHER.delete();
  }

  @Test
  void nodes_of_one_authority_are_linked() {
    Node near = new Node("near", tls(CERTIFICATE));
    Node far = new Node("far", tls(CERTIFICATE));

    far.know("near", near.start());

    await().until(() -> near.links() == 1 && far.links() == 1);
  }

  @Test
  void who_knows_the_secret_and_has_no_certificate_of_the_authority_is_no_node() {
    Node near = new Node("near", tls(CERTIFICATE));
    int port = near.start();

    new Node("far", tls(OTHER)).know("near", port);
    new Node("clear", clear()).know("near", port);

    await().until(() -> near.refused() > 2);
    assertThat(near.links()).isZero();
  }

  @Test
  void handshakes_that_are_never_finished_are_few_and_short() {
    Node near = new Node("near", tls(CERTIFICATE));
    int port = near.start();
    AtomicInteger ends = new AtomicInteger();
    long dialled = System.nanoTime();
    RunningTime time = RunningTime.since(vertx);

    for (int i = 0; i < 2 * Strangers.MOST_OF_ONE; i++) {
      beginHandshake(port, ends);
    }

    await().until(() -> ends.get() >= Strangers.MOST_OF_ONE);
    int few = ends.get();
    // on a machine that stood still the others have been let go meanwhile
    if (System.nanoTime() - dialled < Link.SILENCE.toNanos()) {
      assertThat(few).isEqualTo(Strangers.MOST_OF_ONE);
    }
    await().until(() -> ends.get() == 2 * Strangers.MOST_OF_ONE);
    assertThat(time.passed()).isLessThan(Link.SILENCE.plus(Duration.ofSeconds(5)));
    Node far = new Node("far", tls(CERTIFICATE));
    far.know("near", port);
    await().until(() -> near.links() == 1);
  }

  @Test
  void files_that_cannot_be_read_keep_a_node_from_starting() {
    Node near = new Node(
        "near",
        new ClusterTls(
            Optional.of("missing.pem"), Optional.of("missing.key"), Optional.of("missing.ca")));

    assertThatThrownBy(near::start).hasStackTraceContaining("missing");
  }

  /** The first bytes of one, and nothing more. */
  private void beginHandshake(int port, AtomicInteger ends) {
    vertx
        .createNetClient(new NetClientOptions().setLocalAddress("127.0.0.2"))
        .connect(port, "127.0.0.1")
        .onSuccess(socket -> {
          socket.closeHandler(closed -> ends.incrementAndGet());
          socket.write(Buffer.buffer(new byte[] {22, 3, 1, 2, 0, 1, 0, 1, (byte) 252, 3, 3}));
        });
  }

  private static ClusterTls tls(SelfSignedCertificate certificate) {
    Optional<String> path = Optional.of(certificate.certificatePath());
    return new ClusterTls(path, Optional.of(certificate.privateKeyPath()), path);
  }

  private static ClusterTls clear() {
    return new ClusterTls(Optional.empty(), Optional.empty(), Optional.empty());
  }

  private final class Node implements Links.Listener {
    private final Context context = ((VertxInternal) vertx).createEventLoopContext();
    private final Links links;

    Node(String id, ClusterTls tls) {
      links = run(() -> new Links(
          new Links.Sockets(
              vertx,
              vertx.createNetServer(),
              vertx.createNetClient(LinkTls.client(tls)),
              LinkTls.server(tls)),
          new Links.Parts(SECRET, id, 1 << 20, this),
          NodeCard.getDefaultInstance()));
    }

    int start() {
      return run(() -> links.start("127.0.0.1", 0)).await();
    }

    void know(String node, int port) {
      start();
      run(() -> {
        links.known(Map.of(node, "127.0.0.1:" + port));
        return true;
      });
    }

    int links() {
      return run(() -> links.open().size());
    }

    long refused() {
      return run(links::refused);
    }

    private <T> T run(Callable<T> action) {
      return OnContext.call(context, action);
    }

    @Override
    public void opened(Link link) {}

    @Override
    public void heard(Link link, LinkBatch said) {}

    @Override
    public void closed(Link link, String node) {}

    @Override
    public void gone(Aim aim) {}
  }
}
