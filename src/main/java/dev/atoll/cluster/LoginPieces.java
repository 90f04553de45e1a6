package dev.atoll.cluster;

import com.google.protobuf.ByteString;
import dev.atoll.protocol.message.LoginsMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All logins at a node as they are told to others: in pieces, since those of many thousand peers are too long for one message, and whole
 * again at the other side. Used on one thread.
 */
public final class LoginPieces {
  /** Some 26 KB. */
  private static final int PIECE = 1000;

  /** Of one node; far more than one lets in. */
  private static final int MOST = 1_000_000;

  private static final int ADDRESS_BYTES = 20;
  private static final String PREFIX = "0x";
  private static final HexFormat HEX = HexFormat.of();

  /** Of nodes that have not told all yet; bounded by how many nodes there are. */
  private final Map<String, Map<String, LoginStamp>> begun = new HashMap<>();

  /**
   * One or more.
   *
   * @param logins that one node has stamped, by lower-case address
   */
  public static List<LoginsMessage> of(Map<String, LoginStamp> logins) {
    List<LoginsMessage> pieces = new ArrayList<>();
    LoginsMessage.Builder piece = LoginsMessage.newBuilder().setFirst(true);
    ByteString.Output addresses = ByteString.newOutput();
    for (Map.Entry<String, LoginStamp> login : logins.entrySet()) {
      if (piece.getTimesCount() == PIECE) {
        pieces.add(piece.setAddresses(addresses.toByteString()).build());
        piece = LoginsMessage.newBuilder();
        addresses.reset();
      }
      addresses.write(bytes(login.getKey()), 0, ADDRESS_BYTES);
      piece.setNode(login.getValue().node()).addTimes(login.getValue().time());
    }
    pieces.add(piece.setAddresses(addresses.toByteString()).setLast(true).build());
    return pieces;
  }

  /**
   * One of them.
   *
   * @param node that told it
   * @return all logins at that node by their address, when this was the last
   * @throws IllegalArgumentException when it cannot be
   */
  public Optional<Map<String, LoginStamp>> heard(String node, LoginsMessage piece) {
    Map<String, LoginStamp> all = begun.computeIfAbsent(node, first -> new HashMap<>());
    if (piece.getFirst()) {
      all.clear();
    }
    int count = piece.getTimesCount();
    if (piece.getAddresses().size() != count * ADDRESS_BYTES || all.size() + count > MOST) {
      begun.remove(node);
      throw new IllegalArgumentException("logins of " + count);
    }
    for (int i = 0; i < count; i++) {
      all.put(address(piece, i), new LoginStamp(piece.getTimes(i), piece.getNode()));
    }
    return piece.getLast() ? Optional.ofNullable(begun.remove(node)) : Optional.empty();
  }

  private static byte[] bytes(String address) {
    return HEX.parseHex(address.substring(PREFIX.length()));
  }

  private static String address(LoginsMessage piece, int number) {
    int from = number * ADDRESS_BYTES;
    byte[] bytes = piece.getAddresses().substring(from, from + ADDRESS_BYTES).toByteArray();
    return PREFIX + HEX.formatHex(bytes);
  }

  /** These other nodes are there: what others began to tell is forgotten. */
  public void retain(Set<String> nodes) {
    begun.keySet().retainAll(nodes);
  }

  /** That node is there no more. */
  public void lost(String node) {
    begun.remove(node);
  }
}
