package dev.atoll.cluster;

import dev.atoll.config.ClusterTls;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Connections of links, encrypted with certificates on both sides where the settings say so. */
final class LinkTls {
  private static final int CONNECT_MILLIS = 1000;

  private LinkTls() {}

  /** Of a connection that is accepted in the clear and encrypted from its first byte on; empty where it stays as it is. */
  static Optional<ServerSSLOptions> server(ClusterTls tls) {
    if (!tls.isOn()) {
      return Optional.empty();
    }
    ServerSSLOptions options = new ServerSSLOptions().setClientAuth(ClientAuth.REQUIRED);
    options.setKeyCertOptions(certificate(tls)).setTrustOptions(authorities(tls));
    options
        .setSslHandshakeTimeout(Link.SILENCE.toMillis())
        .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
    return Optional.of(options);
  }

  static NetClientOptions client(ClusterTls tls) {
    NetClientOptions options = new NetClientOptions().setConnectTimeout(CONNECT_MILLIS);
    if (tls.isOn()) {
      // who it is is proven by the secret; the certificate tells that the cluster's authority
      // vouches for it
      options
          .setSsl(true)
          .setSslHandshakeTimeout(Link.SILENCE.toMillis())
          .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
          .setHostnameVerificationAlgorithm("")
          .setKeyCertOptions(certificate(tls))
          .setTrustOptions(authorities(tls));
    }
    return options;
  }

  /** Fails where the files cannot be read. */
  static Future<Void> check(Vertx vertx, ServerSSLOptions options) {
    return vertx.executeBlocking(
        () -> {
          options.getKeyCertOptions().getKeyManagerFactory(vertx);
          options.getTrustOptions().getTrustManagerFactory(vertx);
          return null;
        },
        false);
  }

  private static PemKeyCertOptions certificate(ClusterTls tls) {
    return new PemKeyCertOptions()
        .setCertPath(tls.certFile().orElseThrow())
        .setKeyPath(tls.keyFile().orElseThrow());
  }

  private static PemTrustOptions authorities(ClusterTls tls) {
    return new PemTrustOptions().addCertPath(tls.caFile().orElseThrow());
  }
}
