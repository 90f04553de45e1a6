package dev.atoll.auth;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Who says to be whom, link by link, read and of sound shape but not verified (wire.md §1): SIGNER with an Ethereum address, then
 * any ephemeral links, then one signed entity.
 *
 * @param links two to ten
 */
public record AuthChain(List<AuthLink> links) {
  /** Characters of JSON; a chain of a contract wallet has under 4,000. */
  public static final int MAX_LENGTH = 16 * 1024;

  private static final int MAX_LINKS = 10;
  private static final int MAX_DEPTH = 16;
  private static final ObjectMapper JSON = JsonMapper.builder(JsonFactory.builder()
          .streamReadConstraints(StreamReadConstraints.builder()
              .maxNestingDepth(MAX_DEPTH)
              .maxNumberLength(100)
              .build())
          // of two members of one name each reader could see another one
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build())
      .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
      .build();

  /**
   * @throws AuthRefusedException if the links are too many or too few, or out of order
   */
  public AuthChain {
    links = List.copyOf(links);
    require(!links.isEmpty() && links.size() <= MAX_LINKS, AuthRefusal.MALFORMED);
    require(links.get(0).type() == AuthLinkType.SIGNER, AuthRefusal.WRONG_ORDER);
    require(EthereumAddress.isAddress(links.get(0).payload()), AuthRefusal.NOT_AN_ADDRESS);
    require(links.size() > 1, AuthRefusal.UNSIGNED);
    int last = links.size() - 1;
    boolean ordered = links.get(last).type().isEntity()
        && links.subList(1, last).stream().allMatch(link -> link.type().isEphemeral());
    require(ordered, AuthRefusal.WRONG_ORDER);
  }

  /**
   * Reads what a client sent; members besides type, payload and signature are ignored.
   *
   * @param json array of links, of any length: what is too long is refused unread
   * @throws AuthRefusedException whatever is wrong with it, and nothing else
   */
  public static AuthChain parse(String json) {
    require(json.length() <= MAX_LENGTH, AuthRefusal.MALFORMED);
    JsonNode array = tree(json);
    require(array.isArray() && array.size() <= MAX_LINKS, AuthRefusal.MALFORMED);
    List<AuthLink> links = new ArrayList<>(array.size());
    array.forEach(node -> links.add(link(node)));
    return new AuthChain(links);
  }

  private static JsonNode tree(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new AuthRefusedException(AuthRefusal.MALFORMED);
    }
  }

  private static AuthLink link(JsonNode node) {
    AuthLinkType type = type(text(node, "type"));
    // a SIGNER's signature is "", null or anything at all in the wild, and means nothing
    String signature = type == AuthLinkType.SIGNER ? "" : text(node, "signature");
    return new AuthLink(type, text(node, "payload"), signature);
  }

  private static AuthLinkType type(String name) {
    for (AuthLinkType type : AuthLinkType.values()) {
      if (type.name().equals(name)) {
        return type;
      }
    }
    throw new AuthRefusedException(AuthRefusal.MALFORMED);
  }

  private static String text(JsonNode node, String member) {
    JsonNode value = node.path(member);
    require(value.isTextual(), AuthRefusal.MALFORMED);
    String text = value.textValue();
    // half a surrogate pair has no UTF-8 form; hashing it would hash a question mark
    require(StandardCharsets.UTF_8.newEncoder().canEncode(text), AuthRefusal.MALFORMED);
    return text;
  }

  private static void require(boolean holds, AuthRefusal refusal) {
    if (!holds) {
      throw new AuthRefusedException(refusal);
    }
  }

  /** Lower-case address of the owner, as claimed. */
  public String owner() {
    return EthereumAddress.normalised(links.get(0).payload());
  }

  /** The text the chain ends in. */
  public String finalPayload() {
    return links.get(links.size() - 1).payload();
  }
}
