package dev.atoll.rpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import io.vertx.core.Future;

/**
 * What a client can call. It is called on the socket's event loop and its future has to complete there. A failure is told to the
 * client: an {@link RpcFailure} by its message, bytes that do not decode as such, a {@link dev.atoll.session.ClientFault} by closing the socket, all else
 * as an internal error.
 */
public sealed interface Procedure {
  /** Its name on the wire, e.g. {@code GetChallenge}. */
  String name();

  /** What makes an answer of a request. */
  @FunctionalInterface
  interface Call<Q, A> {
    /** The answer. */
    Future<A> answer(Q request) throws InvalidProtocolBufferException;
  }

  /**
   * One answer to a request.
   *
   * @param name on the wire
   * @param call made for each request
   */
  record Unary(String name, Call<ByteString, ByteString> call) implements Procedure {}

  /**
   * A stream of elements in answer to a request.
   *
   * @param name on the wire
   * @param call made for each request; the stream is offered to the client when its future completes
   */
  record Streaming(String name, Call<ByteString, StreamSource> call) implements Procedure {}

  /** A procedure of protobuf messages that answers once. */
  static <Q extends MessageLite, A extends MessageLite> Procedure unary(
      String name, Parser<Q> parser, Call<Q, A> call) {
    return new Unary(
        name, bytes -> call.answer(parser.parseFrom(bytes)).map(MessageLite::toByteString));
  }

  /** A procedure of protobuf messages that answers by a stream. */
  static <Q extends MessageLite, S extends StreamSource> Procedure streaming(
      String name, Parser<Q> parser, Call<Q, S> call) {
    return new Streaming(name, bytes -> call.answer(parser.parseFrom(bytes)).map(source -> source));
  }
}
