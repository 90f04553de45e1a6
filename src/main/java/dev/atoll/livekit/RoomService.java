package dev.atoll.livekit;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import dev.atoll.auth.HttpExchange;
import dev.atoll.protocol.message.ListParticipantsResponse;
import dev.atoll.protocol.message.ListRoomsRequest;
import dev.atoll.protocol.message.ListRoomsResponse;
import dev.atoll.protocol.message.LiveKitParticipant;
import dev.atoll.protocol.message.LiveKitRoom;
import dev.atoll.protocol.message.RoomParticipantIdentity;
import dev.atoll.protocol.message.RoomRequest;
import dev.atoll.protocol.message.UpdateParticipantRequest;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * Calls of one LiveKit deployment's room service, by protobuf over HTTP (Twirp). Each has 3 s, answers are bounded, and what
 * fails says why. Answers come on the caller's context; safe for any thread.
 */
public final class RoomService {
  static final HttpExchange.Bounds DEFAULT_BOUNDS =
      new HttpExchange.Bounds(Duration.ofSeconds(3), 8, 256, 4 << 20);

  private static final String PROTOBUF = "application/protobuf";
  private static final String CALLS = "/twirp/livekit.RoomService/";
  private static final int NOT_FOUND = 404;

  private final String base;
  private final LiveKitTokens tokens;
  private final HttpExchange http;
  private final Duration deadline;

  /** What the answer's status was, when it was not 200. */
  static final class RefusedException extends RuntimeException {
    private final int status;

    RefusedException(int status) {
      super("status " + status, null, false, false);
      this.status = status;
    }

    int status() {
      return status;
    }
  }

  /**
   * @param url where LiveKit is: {@code ws}, {@code wss}, {@code http} or {@code https}
   */
  public RoomService(Vertx vertx, URI url, LiveKitTokens tokens) {
    this(vertx, url, tokens, DEFAULT_BOUNDS);
  }

  RoomService(Vertx vertx, URI url, LiveKitTokens tokens, HttpExchange.Bounds bounds) {
    this.base = web(url);
    this.tokens = tokens;
    this.http = new HttpExchange(vertx, bounds);
    this.deadline = bounds.deadline();
  }

  /** The same place for HTTP, without a slash at its end. */
  private static String web(URI url) {
    String text = url.toString().replaceFirst("^ws", "http");
    return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
  }

  /** Whether LiveKit says it can serve; never fails. */
  public Future<Boolean> healthy() {
    return http.send(new RequestOptions().setAbsoluteURI(base + "/"))
        .map(HttpExchange.Answer::isOk)
        .otherwise(false);
  }

  /** All rooms that there are. */
  public Future<List<LiveKitRoom>> rooms() {
    return call("ListRooms", tokens.listRooms(), ListRoomsRequest.getDefaultInstance())
        .compose(body -> parsed(body, ListRoomsResponse.parser()))
        .map(ListRoomsResponse::getRoomsList);
  }

  /** Who is in a room; nobody in one that is not there. */
  public Future<List<LiveKitParticipant>> participants(String room) {
    return call("ListParticipants", tokens.administer(room), request(room))
        .compose(body -> parsed(body, ListParticipantsResponse.parser()))
        .map(ListParticipantsResponse::getParticipantsList);
  }

  /**
   * Disconnects somebody from a room, who may come back with a token that is still good.
   *
   * @return whether there was somebody
   */
  public Future<Boolean> remove(String room, String identity) {
    RoomParticipantIdentity who =
        RoomParticipantIdentity.newBuilder().setRoom(room).setIdentity(identity).build();
    return done(call("RemoveParticipant", tokens.administer(room), who));
  }

  /**
   * Lets the others of a room see a hidden side-car, which they do at once.
   *
   * @return whether there was one
   */
  public Future<Boolean> show(String room, String identity) {
    UpdateParticipantRequest shown = UpdateParticipantRequest.newBuilder()
        .setRoom(room)
        .setIdentity(identity)
        .setPermission(LiveKitParticipant.Permission.newBuilder()
            .setCanSubscribe(true)
            .setCanPublishData(true)
            .setCanUpdateMetadata(true))
        .build();
    return done(call("UpdateParticipant", tokens.administer(room), shown));
  }

  /**
   * Ends a room and disconnects all in it.
   *
   * @return whether there was one
   */
  public Future<Boolean> end(String room) {
    return done(call("DeleteRoom", tokens.endRooms(), request(room)));
  }

  /** Ends its connections. */
  public Future<Void> close() {
    return http.close();
  }

  private static RoomRequest request(String room) {
    return RoomRequest.newBuilder().setRoom(room).build();
  }

  private static Future<Boolean> done(Future<ByteString> call) {
    return call.map(true)
        .recover(cause -> cause instanceof RefusedException refused && refused.status() == NOT_FOUND
            ? Future.succeededFuture(false)
            : Future.failedFuture(cause));
  }

  private Future<ByteString> call(String name, String token, MessageLite request) {
    RequestOptions options = new RequestOptions()
        .setMethod(HttpMethod.POST)
        .setAbsoluteURI(base + CALLS + name)
        .putHeader(HttpHeaders.AUTHORIZATION, "Bearer " + token)
        .putHeader(HttpHeaders.CONTENT_TYPE, PROTOBUF);
    return http.send(options, Buffer.buffer(request.toByteArray()), deadline)
        .compose(answer -> answer.isOk()
            ? Future.succeededFuture(ByteString.copyFrom(answer.body().getBytes()))
            : Future.failedFuture(new RefusedException(answer.status())));
  }

  private static <T> Future<T> parsed(ByteString body, Parser<T> parser) {
    try {
      return Future.succeededFuture(parser.parseFrom(body));
    } catch (InvalidProtocolBufferException other) {
      return Future.failedFuture(other);
    }
  }
}
