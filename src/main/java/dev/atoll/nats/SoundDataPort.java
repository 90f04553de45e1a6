package dev.atoll.nats;

import io.nats.client.Options;
import io.nats.client.impl.SocketDataPortWithWriteTimeout;
import java.io.IOException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * jnats' connection to a server, on which nothing comes that ends jnats' reader, and whose certificate has to be that of the
 * host that was asked for, which jnats leaves unchecked. Made by jnats, by its name; the errors' listener of its options has to
 * be a {@link QuietErrors}.
 */
public final class SoundDataPort extends SocketDataPortWithWriteTimeout {
  private @Nullable Options options;
  private Runnable refused = () -> {};
  private SoundMessages messages = sound();

  /** For jnats. */
  public SoundDataPort() {}

  @Override
  public void afterConstruct(Options options) {
    super.afterConstruct(options);
    this.options = options;
    if (options.getErrorListener() instanceof QuietErrors errors) {
      refused = errors::headersRefused;
    }
  }

  /** What came before in the clear counts no more. */
  @Override
  public void upgradeToSecure() throws IOException {
    Options asked = options;
    if (asked == null || asked.getSslContext() == null) {
      throw new IOException("encryption was not asked for");
    }
    SSLSocket secure =
        (SSLSocket) asked.getSslContext().getSocketFactory().createSocket(socket, host, port, true);
    SSLParameters parameters = secure.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    secure.setSSLParameters(parameters);
    int patience = secure.getSoTimeout();
    secure.setSoTimeout((int) asked.getConnectionTimeout().toMillis());
    secure.startHandshake();
    secure.setSoTimeout(patience);
    socket = secure;
    in = secure.getInputStream();
    out = secure.getOutputStream();
    isSecure = true;
    messages = sound();
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    return messages.read(into, offset, length);
  }

  private SoundMessages sound() {
    return new SoundMessages(super::read, () -> refused.run());
  }
}
