package dev.atoll.rpc;

import com.google.protobuf.ByteString;
import dev.atoll.protocol.message.RpcCreatePortResponse;
import dev.atoll.protocol.message.RpcHeader;
import dev.atoll.protocol.message.RpcModuleProcedure;
import dev.atoll.protocol.message.RpcRemoteError;
import dev.atoll.protocol.message.RpcRequestModuleResponse;
import dev.atoll.protocol.message.RpcResponse;
import dev.atoll.protocol.message.RpcStreamMessage;
import dev.atoll.session.ClientSocket;
import java.util.List;

/** What a server says on one socket; numbers are those of the messages it answers. */
final class Answers {
  private final ClientSocket socket;

  Answers(ClientSocket socket) {
    this.socket = socket;
  }

  void ready() {
    socket.send(RpcHeader.newBuilder()
        .setMessageIdentifier(RpcType.SERVER_READY.identifier(0))
        .build());
  }

  void portCreated(int number, int port) {
    socket.send(RpcCreatePortResponse.newBuilder()
        .setMessageIdentifier(RpcType.CREATE_PORT_RESPONSE.identifier(number))
        .setPortId(port)
        .build());
  }

  void module(int number, int port, List<RpcModuleProcedure> procedures) {
    socket.send(RpcRequestModuleResponse.newBuilder()
        .setMessageIdentifier(RpcType.REQUEST_MODULE_RESPONSE.identifier(number))
        .setPortId(port)
        .addAllProcedures(procedures)
        .build());
  }

  void response(int number, ByteString payload) {
    socket.send(RpcResponse.newBuilder()
        .setMessageIdentifier(RpcType.RESPONSE.identifier(number))
        .setPayload(payload)
        .build());
  }

  void error(int number, String message) {
    socket.send(RpcRemoteError.newBuilder()
        .setMessageIdentifier(RpcType.REMOTE_ERROR.identifier(number))
        .setErrorMessage(message)
        .build());
  }

  /** An element; the one of sequence 0, without payload, offers the stream. */
  void element(StreamId stream, int sequence, ByteString payload) {
    socket.send(start(stream, sequence).setPayload(payload).build());
  }

  void end(StreamId stream, int sequence) {
    socket.send(start(stream, sequence).setClosed(true).build());
  }

  /**
   * Which stream a message is of.
   *
   * @param port of the request it answers
   * @param number of that request
   */
  record StreamId(int port, int number) {}

  private static RpcStreamMessage.Builder start(StreamId stream, int sequence) {
    return RpcStreamMessage.newBuilder()
        .setMessageIdentifier(RpcType.STREAM_MESSAGE.identifier(stream.number()))
        .setPortId(stream.port())
        .setSequenceId(sequence);
  }
}
