package dev.atoll.cluster;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.atoll.protocol.message.LinkHello;
import dev.atoll.protocol.message.LinkProof;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import org.jspecify.annotations.Nullable;

/**
 * How two nodes find out that both know the cluster's secret, and agree on keys for this link: each says who it is with a nonce, and then
 * proves itself over all that both have said, in its own role, so that a proof is good for no other link and not for its sender. The one
 * that dialled goes first each time: who only listens says nothing to one that cannot be of its cluster, and proves nothing to one that
 * has not. Nothing else is said before both have. Pure.
 */
final class LinkHandshake {
  static final int VERSION = 1;

  /** Another node is where one was that is no more. */
  static final String OTHER_NODE = "OTHER_NODE";

  private static final int NONCE_BYTES = 32;
  private static final Pattern NODE = Pattern.compile("[0-9a-z]{1,64}");
  private static final SecureRandom RANDOM = new SecureRandom();

  private final ClusterSecret secret;
  private final boolean dialled;
  private final String expected;
  private final byte[] hello;
  private @Nullable LinkHello theirs;
  private byte[] theirHello = {};

  /**
   * @param expected id of the node that this side dialled; empty when the other side did
   * @param node id of this node
   */
  LinkHandshake(ClusterSecret secret, String expected, String node) {
    this.secret = secret;
    this.expected = expected;
    this.dialled = !expected.isEmpty();
    byte[] nonce = new byte[NONCE_BYTES];
    RANDOM.nextBytes(nonce);
    this.hello = LinkHello.newBuilder()
        .setVersion(VERSION)
        .setCluster(ByteString.copyFrom(secret.digest("hello", "")))
        .setNode(node)
        .setNonce(ByteString.copyFrom(nonce))
        .build()
        .toByteArray();
  }

  /** What this side says first. */
  byte[] hello() {
    return hello;
  }

  /** Whether this side goes first. */
  boolean dialled() {
    return dialled;
  }

  /**
   * The other side's first frame.
   *
   * @throws LinkFault when it cannot be one of this cluster
   */
  void heardHello(byte[] frame) {
    LinkHello said = parsed(frame);
    if (said.getVersion() != VERSION) {
      throw new LinkFault("VERSION");
    }
    if (!NODE.matcher(said.getNode()).matches() || said.getNonce().size() != NONCE_BYTES) {
      throw new LinkFault("MALFORMED");
    }
    if (!MessageDigest.isEqual(said.getCluster().toByteArray(), secret.digest("hello", ""))) {
      throw new LinkFault("SECRET");
    }
    if (dialled && !said.getNode().equals(expected)) {
      throw new LinkFault(OTHER_NODE);
    }
    theirs = said;
    theirHello = frame;
  }

  /** What this side says second, when the other's hello was heard. */
  byte[] proof() {
    byte[] mac = proof(dialled);
    return LinkProof.newBuilder().setMac(ByteString.copyFrom(mac)).build().toByteArray();
  }

  /**
   * The other side's second frame.
   *
   * @throws LinkFault when it does not know the secret
   */
  void heardProof(byte[] frame) {
    try {
      byte[] mac = LinkProof.parseFrom(frame).getMac().toByteArray();
      if (!MessageDigest.isEqual(mac, proof(!dialled))) {
        throw new LinkFault("SECRET");
      }
    } catch (InvalidProtocolBufferException malformed) {
      throw new LinkFault("MALFORMED");
    }
  }

  private static LinkHello parsed(byte[] frame) {
    try {
      return LinkHello.parseFrom(frame);
    } catch (InvalidProtocolBufferException malformed) {
      throw new LinkFault("MALFORMED");
    }
  }

  private byte[] proof(boolean ofDialler) {
    Mac mac = secret.proof(role(ofDialler));
    mac.update(transcript());
    return mac.doFinal();
  }

  private static String role(boolean ofDialler) {
    return ofDialler ? "dialler" : "listener";
  }

  /** What both said first, the dialler before the listener; each with its length, so that no two are written alike. */
  private byte[] transcript() {
    byte[] first = dialled ? hello : theirHello;
    byte[] second = dialled ? theirHello : hello;
    byte[] whole = new byte[8 + first.length + second.length];
    ByteBuffer.wrap(whole).putInt(first.length).put(first).putInt(second.length).put(second);
    return whole;
  }

  /** Who the other side said it is; counts when its proof was heard. */
  LinkHello theirs() {
    LinkHello said = theirs;
    if (said == null) {
      throw new IllegalStateException("nothing was heard yet");
    }
    return said;
  }

  /** Authenticates what this side sends. */
  Mac outgoing() {
    return secret.link(transcript(), role(dialled));
  }

  /** Authenticates what the other side sends. */
  Mac incoming() {
    return secret.link(transcript(), role(!dialled));
  }
}
