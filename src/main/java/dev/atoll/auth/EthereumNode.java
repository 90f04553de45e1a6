package dev.atoll.auth;

import dev.atoll.auth.HttpExchange.Answer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** The two calls of an Ethereum node's JSON-RPC that contract wallets need. */
final class EthereumNode {
  /** A block's answer names its transactions: some 200 KB when it is full. */
  private static final int MOST_BYTES = 512 * 1024;

  private static final int MOST_WAITING = 64;
  private static final Pattern QUANTITY = Pattern.compile("0x[0-9a-fA-F]{1,15}");
  private final HttpExchange http;
  private final URI url;

  /**
   * A block of the chain.
   *
   * @param number counted from the first
   * @param time when it was made
   */
  record Block(long number, Instant time) {}

  /**
   * @param deadline most time for one call
   * @param connections most at one time
   */
  EthereumNode(Vertx vertx, URI url, Duration deadline, int connections) {
    this.url = url;
    this.http = new HttpExchange(
        vertx, new HttpExchange.Bounds(deadline, connections, MOST_WAITING, MOST_BYTES));
  }

  /**
   * What a contract answers.
   *
   * @param block {@code latest} or a quantity
   * @return hexadecimal digits after {@code 0x}; empty if the contract or the node refuses; failed if the node gives no usable answer
   */
  Future<String> call(String contract, byte[] input, String block, Duration deadline) {
    JsonObject call =
        new JsonObject().put("to", contract).put("data", "0x" + HexFormat.of().formatHex(input));
    return ask("eth_call", new JsonArray().add(call).add(block), deadline).map(answer -> {
      if (answer.getValue("error") != null) {
        return "";
      }
      require(answer.getValue("result") instanceof String text && text.startsWith("0x"));
      return answer.getString("result").substring(2);
    });
  }

  /**
   * @param block {@code latest} or a quantity
   */
  Future<Block> block(String block, Duration deadline) {
    JsonArray parameters = new JsonArray().add(block).add(false);
    return ask("eth_getBlockByNumber", parameters, deadline).map(answer -> {
      require(answer.getValue("result") instanceof JsonObject);
      JsonObject found = answer.getJsonObject("result");
      return new Block(
          quantity(found.getValue("number")),
          Instant.ofEpochSecond(quantity(found.getValue("timestamp"))));
    });
  }

  private Future<JsonObject> ask(String method, JsonArray parameters, Duration deadline) {
    Buffer question = new JsonObject()
        .put("jsonrpc", "2.0")
        .put("id", 1)
        .put("method", method)
        .put("params", parameters)
        .toBuffer();
    RequestOptions request = new RequestOptions()
        .setMethod(HttpMethod.POST)
        .setAbsoluteURI(url.toString())
        .putHeader("content-type", "application/json");
    return http.send(request, question, deadline).map(EthereumNode::read);
  }

  /** Some nodes send a revert with a status of its own, so an error counts whatever the status. */
  private static JsonObject read(Answer answer) {
    JsonObject json = new JsonObject(answer.body());
    require(answer.isOk() || json.getValue("error") != null);
    return json;
  }

  private static long quantity(Object value) {
    require(value instanceof String text && QUANTITY.matcher(text).matches());
    return Long.parseLong(((String) value).substring(2), 16);
  }

  private static void require(boolean holds) {
    if (!holds) {
      throw new IllegalStateException("not an answer of an Ethereum node");
    }
  }

  Future<Void> close() {
    return http.close();
  }
}
