package dev.atoll.gateway;

import dev.atoll.protocol.Frames;
import dev.atoll.session.ClientSocket;
import dev.atoll.session.CloseReason;
import io.netty.buffer.ByteBuf;

/** A WebSocket: JSON as text messages, protobuf as binary ones. The sequence is within the message. */
record SocketOutlet(ClientSocket socket, boolean text) implements Outlet {
  @Override
  public boolean isWritable() {
    return socket.isOpen() && socket.isWritable();
  }

  @Override
  public void write(long sequence, byte[] message) {
    ByteBuf frame = socket.allocator().buffer(Frames.MAX_HEADER + message.length);
    if (text) {
      Frames.writeTextHeader(frame, message.length);
    } else {
      Frames.writeHeader(frame, message.length);
    }
    socket.write(frame.writeBytes(message));
  }

  @Override
  public void flush() {
    socket.flush();
  }

  @Override
  public void close(CloseReason reason) {
    socket.close(reason);
  }
}
