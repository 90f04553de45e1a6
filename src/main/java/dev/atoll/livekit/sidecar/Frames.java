package dev.atoll.livekit.sidecar;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.atoll.livekit.webrtc.Link.Candidate;
import dev.atoll.protocol.message.LiveKitDataPacket;
import dev.atoll.protocol.message.LiveKitDescription;
import dev.atoll.protocol.message.LiveKitJoin;
import dev.atoll.protocol.message.LiveKitLeave;
import dev.atoll.protocol.message.LiveKitPing;
import dev.atoll.protocol.message.LiveKitSelf;
import dev.atoll.protocol.message.LiveKitSignalRequest;
import dev.atoll.protocol.message.LiveKitTrickle;
import dev.atoll.protocol.message.LiveKitUserPacket;
import dev.atoll.protocol.message.LiveKitWrappedJoin;
import io.vertx.core.json.JsonObject;
import java.util.Base64;
import java.util.Objects;

/** What is written to LiveKit, and what of its frames is text within (wire.md §13). Pure. */
final class Frames {
  private static final int PROTOCOL = 16;
  private static final int LONGEST_CANDIDATE = 4096;
  private static final int MOST_LINES = 64;

  private Frames() {}

  /**
   * Path and query that join by one WebRTC connection or by two. Data comes though no audio and video is subscribed to.
   *
   * @param token that lets in; needs no escapes
   */
  static String path(String token, boolean single) {
    if (!single) {
      return "/rtc?access_token=" + token + "&protocol=" + PROTOCOL + "&sdk=cpp&auto_subscribe=0";
    }
    LiveKitJoin join = LiveKitJoin.newBuilder()
        .setClientInfo(LiveKitJoin.Client.newBuilder()
            .setSdk(LiveKitJoin.Client.Sdk.CPP)
            .setProtocol(PROTOCOL))
        .setConnectionSettings(LiveKitJoin.Connection.newBuilder().setAutoSubscribe(false))
        .build();
    LiveKitWrappedJoin wrapped =
        LiveKitWrappedJoin.newBuilder().setJoinRequest(join.toByteString()).build();
    return "/rtc/v1?access_token=" + token + "&join_request="
        + Base64.getUrlEncoder().encodeToString(wrapped.toByteArray());
  }

  static LiveKitSignalRequest description(boolean offer, String sdp, int id) {
    LiveKitDescription description = LiveKitDescription.newBuilder()
        .setType(offer ? "offer" : "answer")
        .setSdp(sdp)
        .setId(id)
        .build();
    LiveKitSignalRequest.Builder request = LiveKitSignalRequest.newBuilder();
    return (offer ? request.setOffer(description) : request.setAnswer(description)).build();
  }

  static LiveKitSignalRequest trickle(LiveKitTrickle.Target target, Candidate candidate) {
    String json = new JsonObject()
        .put("candidate", candidate.sdp())
        .put("sdpMid", candidate.mid())
        .put("sdpMLineIndex", candidate.line())
        .encode();
    return LiveKitSignalRequest.newBuilder()
        .setTrickle(LiveKitTrickle.newBuilder().setTarget(target).setCandidateInit(json))
        .build();
  }

  /**
   * The candidate that a frame tells.
   *
   * @throws InvalidProtocolBufferException when it is none
   */
  static Candidate candidate(LiveKitTrickle trickle) throws InvalidProtocolBufferException {
    if (trickle.getCandidateInit().length() > LONGEST_CANDIDATE) {
      throw new InvalidProtocolBufferException("a candidate that long");
    }
    try {
      JsonObject json = new JsonObject(trickle.getCandidateInit());
      int line = json.getInteger("sdpMLineIndex", 0);
      if (line < 0 || line > MOST_LINES) {
        throw new InvalidProtocolBufferException("a candidate of no part");
      }
      return new Candidate(text(json, "candidate"), text(json, "sdpMid"), line);
    } catch (RuntimeException malformed) {
      throw new InvalidProtocolBufferException("not a candidate: " + malformed.getClass());
    }
  }

  private static String text(JsonObject json, String key) {
    return Objects.requireNonNullElse(json.getString(key), "");
  }

  static LiveKitSignalRequest ping(long now) {
    return LiveKitSignalRequest.newBuilder()
        .setPingReq(LiveKitPing.newBuilder().setTimestamp(now))
        .build();
  }

  /** LiveKit 1.9 tells the others of a participant without tracks each 3 s only, and at once of one that says its name. */
  static LiveKitSignalRequest name() {
    return LiveKitSignalRequest.newBuilder()
        .setUpdateMetadata(LiveKitSelf.newBuilder().setName("server"))
        .build();
  }

  static LiveKitSignalRequest leave() {
    return LiveKitSignalRequest.newBuilder()
        .setLeave(LiveKitLeave.newBuilder().setReason(LiveKitLeave.Reason.CLIENT_INITIATED))
        .build();
  }

  static byte[] packet(Spoken spoken, int sequence) {
    return LiveKitDataPacket.newBuilder()
        .setUser(LiveKitUserPacket.newBuilder().setPayload(spoken.body()))
        .addAllDestinationIdentities(spoken.hearers())
        .setSequence(sequence)
        .build()
        .toByteArray();
  }
}
