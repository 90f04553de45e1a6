package dev.atoll.nats;

import io.nats.client.Options;
import io.nats.client.impl.SocketDataPortWithWriteTimeout;
import java.io.IOException;

/**
 * jnats' connection to a server, on which nothing comes that ends jnats' reader. Made by jnats, by its name; the errors'
 * listener of its options has to be a {@link QuietErrors}.
 */
public final class SoundDataPort extends SocketDataPortWithWriteTimeout {
  private Runnable refused = () -> {};
  private SoundMessages messages = sound();

  /** For jnats. */
  public SoundDataPort() {}

  @Override
  public void afterConstruct(Options options) {
    super.afterConstruct(options);
    if (options.getErrorListener() instanceof QuietErrors errors) {
      refused = errors::headersRefused;
    }
  }

  /** What came before in the clear counts no more. */
  @Override
  public void upgradeToSecure() throws IOException {
    super.upgradeToSecure();
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
