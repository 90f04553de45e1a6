package dev.atoll.cluster;

import dev.atoll.config.ClusterTls;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;

/** Connections of links, encrypted with certificates on both sides where the settings say so. */
final class LinkTls {
  private static final int CONNECT_MILLIS = 1000;

  private LinkTls() {}

  static NetServerOptions server(ClusterTls tls) {
    NetServerOptions options = new NetServerOptions();
    if (tls.isOn()) {
      options
          .setSsl(true)
          .setClientAuth(ClientAuth.REQUIRED)
          .setKeyCertOptions(certificate(tls))
          .setTrustOptions(authorities(tls));
    }
    return options;
  }

  static NetClientOptions client(ClusterTls tls) {
    NetClientOptions options = new NetClientOptions().setConnectTimeout(CONNECT_MILLIS);
    if (tls.isOn()) {
      // who it is is proven by the secret; the certificate tells that the cluster's authority
      // vouches for it
      options
          .setSsl(true)
          .setHostnameVerificationAlgorithm("")
          .setKeyCertOptions(certificate(tls))
          .setTrustOptions(authorities(tls));
    }
    return options;
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
