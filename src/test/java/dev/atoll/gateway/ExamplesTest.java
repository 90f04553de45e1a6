package dev.atoll.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.atoll.Patience;
import dev.atoll.auth.Identity;
import dev.atoll.handshake.bff.BffClient;
import dev.atoll.rpc.RpcClient.Stream;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The programs of {@code docs/examples}, each where its language is installed: what a kernel says in a scene is answered there. */
class ExamplesTest {
  private static final String SCENE = "bafkreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy";
  private static final Path EXAMPLES = Path.of("docs", "examples");

  @TempDir
  private Path folder;

  private GatewayRig rig;

  @BeforeEach
  void start() throws Exception {
    rig = GatewayRig.open(Map.of());
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  @Test
  void python() throws Exception {
    answers("http", "0x said open", need("python3"), example("game_server.py"));
  }

  @Test
  void javascript() throws Exception {
    String node = need("node");
    assumeTrue(hasWebSocket(node), "this node has no WebSocket of its own");
    answers("ws", "0x said open", node, "--experimental-websocket", example("game-server.mjs"));
  }

  @Test
  void java() throws Exception {
    String java = ProcessHandle.current().info().command().orElseThrow();
    answers("ws", "0x said open", java, example("GameServer.java"));
  }

  @Test
  void curl() throws Exception {
    need("curl");
    answers("http", "somebody said open", need("sh"), example("game-server.sh"));
  }

  @Test
  void the_server_of_the_readme() throws Exception {
    String readme = Files.readString(Path.of("README.md"));
    int begin = readme.indexOf("```python\n") + 10;
    Path program = folder.resolve("readme.py");
    Files.writeString(program, readme.substring(begin, readme.indexOf("```", begin)));
    assertThat(Files.readAllLines(program)).hasSizeLessThanOrEqualTo(10);

    answers("http", "0x said open", need("python3"), program.toString());
  }

  private static String example(String name) {
    return EXAMPLES.resolve(name).toString();
  }

  /** What the kernel hears of the program; {@code 0x} stands for its address. */
  private void answers(String scheme, String expected, String... command) throws Exception {
    Path said = folder.resolve("said");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile());
    builder
        .environment()
        .putAll(Map.of(
            "GATEWAY",
            scheme + "://127.0.0.1:" + rig.port() + "/gateway",
            "TOKEN",
            rig.token("example", SCENE),
            "SCENE",
            SCENE));
    Process program = builder.start();
    try {
      await("said: " + said)
          .atMost(Patience.TIME)
          .until(() -> Files.readString(said).contains("snapshot"));
      Identity alice = GatewayRig.identity();
      BffClient kernel = BffClient.login(rig.vertx(), rig.node(), alice);
      Stream echo = kernel.peers("messageBus.scene." + SCENE + ".echo");

      kernel.publish("messageBus.scene." + SCENE + ".door", "open");

      assertThat(BffClient.said(echo.next()))
          .isEqualTo("server messageBus.scene." + SCENE + ".echo "
              + expected.replace("0x", alice.address()));
    } finally {
      program.descendants().forEach(ProcessHandle::destroyForcibly);
      program.destroyForcibly();
    }
  }

  private static String need(String program) {
    String found = Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
        .map(each -> Path.of(each, program))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst()
        .orElse("");
    assumeTrue(!found.isEmpty(), program + " is not installed");
    return found;
  }

  private static boolean hasWebSocket(String node) throws IOException, InterruptedException {
    List<String> asks =
        List.of(node, "--experimental-websocket", "-e", "new WebSocket('ws://[::1]:9')");
    return new ProcessBuilder(asks)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor()
        <= 1;
  }
}
