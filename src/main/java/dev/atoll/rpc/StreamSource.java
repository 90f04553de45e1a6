package dev.atoll.rpc;

import com.google.protobuf.ByteString;
import java.util.Optional;

/**
 * Where the elements of one stream come from. The stream takes them one by one, each when the client has asked for it, so that
 * a source alone decides what happens to those nobody takes. Used on the socket's event loop only.
 */
public interface StreamSource {
  /** Takes the next element; empty when there is none now. */
  Optional<ByteString> next();

  /** Whether nothing will come after what {@link #next} still has. */
  boolean ended();

  /** Whom to call, said once before all else, when after an empty {@link #next} there is an element or the end. */
  void reader(Runnable ready);

  /** Nothing is taken any more: the client closed the stream, or it or its port is gone. Not called after the end was told. */
  void cancel();
}
