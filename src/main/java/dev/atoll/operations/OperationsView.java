package dev.atoll.operations;

import dev.atoll.transport.Explanation;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What the management port needs of the node; all is asked on the event loop.
 *
 * @param parts what must hold for the node to take users, by name: {@code {"started": true, "accepting": false}}
 * @param links connections to elsewhere and whether they hold, by name; they keep nobody out
 * @param transports what islands can ride on
 * @param cluster the nodes of the realm, where there may be others
 * @param metrics of the reference services
 * @param drain lets no new session in and sends those there are elsewhere; may be asked again
 * @param traces records the islands engine
 */
public record OperationsView(
    Supplier<Map<String, Boolean>> parts,
    Supplier<Map<String, Boolean>> links,
    Supplier<Explanation.Transports> transports,
    Supplier<Optional<JsonObject>> cluster,
    ReferenceMetrics metrics,
    Supplier<Future<Void>> drain,
    TraceSource traces) {}
