package dev.atoll.http;

import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.Yaml;

/** {@code docs/openapi.yaml}, as far as tests compare it with what is served. */
public final class ApiDescription {
  private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "DELETE", "PATCH");

  private final Map<String, Map<String, Map<String, Object>>> paths;

  @SuppressWarnings("unchecked")
  public ApiDescription() {
    try (Reader reader = Files.newBufferedReader(Path.of("docs/openapi.yaml"))) {
      Map<String, Object> whole = new Yaml().load(reader);
      paths = (Map<String, Map<String, Map<String, Object>>>) whole.get("paths");
    } catch (IOException missing) {
      throw new AssertionError(missing);
    }
  }

  /** What is described of one port, as {@code GET /peers/:id}; WebSocket doors apart. */
  public Set<String> operations(String tag) {
    Set<String> operations = new TreeSet<>();
    paths.forEach((path, methods) -> methods.forEach((method, operation) -> {
      if (operation.get("tags").equals(List.of(tag)) && !codes(operation).contains("101")) {
        operations.add(method.toUpperCase() + " " + path.replaceAll("\\{(\\w+)}", ":$1"));
      }
    }));
    return operations;
  }

  /** Status codes described for an operation. */
  public Set<String> codes(String operation) {
    String[] words = operation.split(" ");
    String path = words[1].replaceAll(":(\\w+)", "{$1}");
    return codes(paths.get(path).get(words[0].toLowerCase()));
  }

  /** What a router has, in the same form. */
  public static Set<String> served(Router router) {
    Set<String> served = new TreeSet<>();
    for (Route route : router.getRoutes()) {
      if (route.getPath() != null) {
        route.methods().stream()
            .map(Object::toString)
            .filter(METHODS::contains)
            .forEach(method -> served.add(method + " " + route.getPath()));
      }
    }
    return served;
  }

  private static Set<String> codes(Map<String, Object> operation) {
    return ((Map<?, ?>) operation.get("responses"))
        .keySet().stream().map(Object::toString).collect(Collectors.toSet());
  }
}
