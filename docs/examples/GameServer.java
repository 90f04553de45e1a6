import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Follows a scene and answers into it, over the WebSocket, with nothing but Java 17:
 *
 * <pre>GATEWAY=ws://localhost:8080/gateway TOKEN=... SCENE=... java GameServer.java</pre>
 */
public class GameServer implements WebSocket.Listener {
  /** A program of more than this reads JSON by a library. */
  private static final Pattern SAID = Pattern.compile("\"sender\":\"(0x\\w+)\".*\"text\":\"([^\"\\\\]*)\"");

  private static final String SCENE = "messageBus.scene." + System.getenv("SCENE");
  private final CountDownLatch ended = new CountDownLatch(1);
  private final StringBuilder message = new StringBuilder();

  public static void main(String[] arguments) throws Exception {
    GameServer server = new GameServer();
    HttpClient.newHttpClient()
        .newWebSocketBuilder()
        .subprotocols("atoll.json")
        .header("Authorization", "Bearer " + System.getenv("TOKEN"))
        .buildAsync(URI.create(System.getenv("GATEWAY")), server)
        .join();
    server.ended.await();
  }

  @Override
  public void onOpen(WebSocket socket) {
    socket.sendText("{\"id\":1,\"subscribe\":\"" + SCENE + ".>\"}", true);
    socket.request(1);
  }

  @Override
  public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
    message.append(part);
    if (last) {
      told(socket, message.toString());
      message.setLength(0);
    }
    socket.request(1);
    return null;
  }

  private void told(WebSocket socket, String event) {
    System.out.println(event);
    Matcher said = SAID.matcher(event);
    if (event.startsWith("{\"event\":\"message\"") && said.find()) {
      String answer = said.group(1) + " said " + said.group(2);
      socket.sendText("{\"id\":2,\"publish\":\"" + SCENE + ".echo\",\"text\":\"" + answer + "\"}", true);
    }
  }

  @Override
  public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
    System.out.println("closed " + code + " " + reason);
    ended.countDown();
    return null;
  }
}
