package dev.atoll.transport.registration;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import dev.atoll.Patience;
import dev.atoll.client.SocketEnd;
import dev.atoll.client.SocketEvents;
import dev.atoll.client.WireSocket;
import dev.atoll.protocol.message.TransportAuthRequest;
import dev.atoll.protocol.message.TransportAuthResponse;
import dev.atoll.protocol.message.TransportHeartbeat;
import dev.atoll.protocol.message.TransportInit;
import dev.atoll.protocol.message.TransportMessage;
import io.netty.buffer.ByteBuf;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A transport as those of 2022 are: says what it is and how full, and gives strings that lead to its place. */
final class ForeignTransport implements SocketEvents {
  private final String place;
  private final boolean answers;
  private final List<TransportAuthRequest> asked = new CopyOnWriteArrayList<>();
  private final CompletableFuture<SocketEnd> ended = new CompletableFuture<>();
  private WireSocket socket;

  ForeignTransport(String place, boolean answers) {
    this.place = place;
    this.answers = answers;
  }

  void dial(RegistrationRig rig, URI url) {
    socket = RegistrationRig.await(rig.dialer().open(url, "", open -> this));
    send(init(TransportInit.Type.WS, 100));
    send(heartbeat(500, 7));
  }

  WireSocket socket() {
    return socket;
  }

  /** What it was asked, but for questions about nobody's room. */
  List<TransportAuthRequest> asked() {
    return asked.stream()
        .filter(each -> !each.getRoomId().equals("atoll-probe"))
        .toList();
  }

  SocketEnd end() {
    return ended.orTimeout(Patience.SECONDS, TimeUnit.SECONDS).join();
  }

  void send(MessageLite message) {
    socket.send(message);
  }

  static TransportMessage init(TransportInit.Type type, int islandSize) {
    return TransportMessage.newBuilder()
        .setInit(TransportInit.newBuilder().setType(type).setMaxIslandSize(islandSize))
        .build();
  }

  static TransportMessage heartbeat(int seats, int users) {
    return TransportMessage.newBuilder()
        .setHeartbeat(TransportHeartbeat.newBuilder().setAvailableSeats(seats).setUsersCount(users))
        .build();
  }

  @Override
  public void message(ByteBuf buffer, int offset, int length)
      throws InvalidProtocolBufferException {
    TransportAuthRequest request =
        TransportMessage.parseFrom(buffer.nioBuffer(offset, length)).getAuthRequest();
    asked.add(request);
    if (answers) {
      TransportAuthResponse.Builder response =
          TransportAuthResponse.newBuilder().setRequestId(request.getRequestId());
      for (String user : request.getUserIdsList()) {
        response.putConnStrs(
            user, "ws-room:" + place + "/rooms/" + request.getRoomId() + "?access_token=" + user);
      }
      send(TransportMessage.newBuilder().setAuthResponse(response).build());
    }
  }

  @Override
  public void closed(SocketEnd end) {
    ended.complete(end);
  }
}
