package dev.atoll.rpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.atoll.protocol.message.RpcCreatePort;
import dev.atoll.protocol.message.RpcDestroyPort;
import dev.atoll.protocol.message.RpcRequest;
import dev.atoll.protocol.message.RpcRequestModule;
import dev.atoll.protocol.message.RpcStreamMessage;
import dev.atoll.rpc.Answers.StreamId;
import dev.atoll.session.ClientFault;
import dev.atoll.session.ClientSocket;
import dev.atoll.session.CloseReason;
import dev.atoll.session.SocketListener;
import io.netty.buffer.ByteBuf;
import io.vertx.core.Future;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One socket that speaks {@code @dcl/rpc}: its ports, and what is being answered. Lives on its socket's event loop. */
final class RpcSession implements SocketListener {
  /** Ports of one socket; clients have one. More are refused by a remote error. */
  static final int MAX_PORTS = 16;

  /** Streams of one socket, and beside them as many requests that wait for their answer; more are refused by a remote error. */
  static final int MAX_STREAMS = 256;

  private static final Logger LOG = LoggerFactory.getLogger(RpcSession.class);

  private final RpcServer server;
  private final ClientSocket socket;
  private final Supplier<PortServices> opener;
  private final Answers answers;
  private final Map<Integer, RpcPort> ports = new HashMap<>();

  /** By the number of the request each answers. */
  private final Map<Integer, ServerStream> streams = new HashMap<>();

  private int waiting;

  RpcSession(RpcServer server, ClientSocket socket, Supplier<PortServices> opener) {
    this.server = server;
    this.socket = socket;
    this.opener = opener;
    this.answers = new Answers(socket);
    answers.ready();
  }

  @Override
  public void message(ByteBuf buffer, int offset, int length)
      throws InvalidProtocolBufferException {
    ByteBuffer bytes = buffer.nioBuffer(offset, length);
    int identifier = RpcType.identifier(bytes);
    int number = RpcType.number(identifier);
    switch (RpcType.of(identifier)) {
      case REQUEST -> request(number, RpcRequest.parseFrom(bytes));
      case STREAM_MESSAGE, STREAM_ACK -> stream(number, RpcStreamMessage.parseFrom(bytes));
      case CREATE_PORT -> createPort(number, RpcCreatePort.parseFrom(bytes));
      case REQUEST_MODULE -> module(number, RpcRequestModule.parseFrom(bytes));
      case DESTROY_PORT -> destroy(RpcDestroyPort.parseFrom(bytes));
      default -> throw new InvalidProtocolBufferException("not a message of a client");
    }
  }

  private void createPort(int number, RpcCreatePort create) {
    if (ports.size() == MAX_PORTS) {
      answers.error(number, "too many ports, a socket has " + MAX_PORTS);
      return;
    }
    RpcPort port = new RpcPort(server.nextPort(), opener.get());
    ports.put(port.id(), port);
    answers.portCreated(number, port.id());
  }

  private void module(int number, RpcRequestModule asked) {
    try {
      RpcPort port = port(asked.getPortId());
      answers.module(number, port.id(), port.load(asked.getModuleName()));
    } catch (RpcFailure refused) {
      failed(number, refused);
    }
  }

  private void destroy(RpcDestroyPort destroyed) {
    RpcPort port = ports.remove(destroyed.getPortId());
    if (port == null) {
      return;
    }
    List<ServerStream> its =
        streams.values().stream().filter(each -> each.id().port() == port.id()).toList();
    its.forEach(stream -> streams.remove(stream.id().number()));
    its.forEach(ServerStream::cancel);
    port.close();
  }

  private void request(int number, RpcRequest request) {
    try {
      RpcPort port = port(request.getPortId());
      Procedure procedure = port.procedure(request.getProcedureId());
      if (request.getClientStream() != 0) {
        throw new RpcFailure("client streams are not taken");
      }
      if (procedure instanceof Procedure.Unary unary) {
        answer(number, port, unary.call(), request.getPayload());
      } else if (procedure instanceof Procedure.Streaming streaming) {
        open(new StreamId(port.id(), number), streaming.call(), request.getPayload());
      }
    } catch (RpcFailure refused) {
      failed(number, refused);
    }
    if (request.getClientStream() != 0) {
      // so that the client's side of it ends too
      answers.end(new StreamId(request.getPortId(), request.getClientStream()), 0);
    }
  }

  private void answer(
      int number, RpcPort port, Procedure.Call<ByteString, ByteString> call, ByteString payload) {
    if (waiting == MAX_STREAMS) {
      throw new RpcFailure("too many requests at once");
    }
    waiting++;
    made(call, payload).onComplete(made -> {
      waiting--;
      if (!socket.isOpen() || ports.get(port.id()) != port) {
        return;
      }
      if (made.succeeded()) {
        answers.response(number, made.result());
      } else {
        failed(number, made.cause());
      }
    });
  }

  private void open(
      StreamId id, Procedure.Call<ByteString, StreamSource> call, ByteString payload) {
    if (streams.size() == MAX_STREAMS) {
      throw new RpcFailure("too many streams, a socket has " + MAX_STREAMS);
    }
    if (streams.containsKey(id.number())) {
      throw new RpcFailure("a stream of this number is open");
    }
    ServerStream stream = new ServerStream(id, answers, () -> streams.remove(id.number()));
    streams.put(id.number(), stream);
    made(call, payload).onSuccess(stream::open).onFailure(cause -> {
      if (streams.remove(id.number(), stream)) {
        failed(id.number(), cause);
      }
    });
  }

  /** Whatever comes for a stream that is over is late, and no fault. */
  private void stream(int number, RpcStreamMessage message) {
    ServerStream stream = streams.get(number);
    if (stream == null) {
      return;
    }
    if (message.getClosed()) {
      streams.remove(number);
      stream.cancel();
    } else {
      stream.acknowledged(message.getSequenceId());
    }
  }

  private RpcPort port(int id) {
    RpcPort port = ports.get(id);
    if (port == null) {
      throw new RpcFailure("invalid portId");
    }
    return port;
  }

  private static <A> Future<A> made(Procedure.Call<ByteString, A> call, ByteString payload) {
    try {
      return call.answer(payload);
    } catch (InvalidProtocolBufferException | RuntimeException failure) {
      return Future.failedFuture(failure);
    }
  }

  private void failed(int number, Throwable cause) {
    if (cause instanceof ClientFault fault) {
      socket.close(fault.reason());
    } else if (cause instanceof RpcFailure refused) {
      answers.error(number, String.valueOf(refused.getMessage()));
    } else if (cause instanceof InvalidProtocolBufferException) {
      answers.error(number, "cannot decode the request");
    } else {
      LOG.error("Procedure failed", cause);
      answers.error(number, CloseReason.INTERNAL_ERROR.text());
    }
  }

  @Override
  public void closed() {
    endAll(streams, ServerStream::cancel);
    endAll(ports, RpcPort::close);
  }

  /** Emptied first, since an ending may look into it. */
  private static <T> void endAll(Map<Integer, T> map, Consumer<T> end) {
    List<T> all = new ArrayList<>(map.values());
    map.clear();
    all.forEach(end);
  }
}
