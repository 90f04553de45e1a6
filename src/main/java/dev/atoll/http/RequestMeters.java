package dev.atoll.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/**
 * Counts the public port's requests as the reference services do: {@code http_requests_total},
 * {@code http_request_duration_seconds} and {@code http_request_size_bytes} with labels method, handler (the route's
 * path, empty where none matched) and code. WebSockets are counted elsewhere. Used on one event loop.
 */
final class RequestMeters {
  /** Upper bounds of prom-client's default buckets, which the references use for seconds and bytes alike. */
  private static final double[] BUCKETS = {0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10};

  private static final Duration[] DURATIONS = DoubleStream.of(BUCKETS)
      .mapToObj(seconds -> Duration.ofNanos(Math.round(seconds * 1e9)))
      .toArray(Duration[]::new);

  /** Methods are the client's to choose: others count as one. */
  private static final Set<HttpMethod> METHODS = Set.of(
      HttpMethod.GET,
      HttpMethod.HEAD,
      HttpMethod.OPTIONS,
      HttpMethod.POST,
      HttpMethod.PUT,
      HttpMethod.DELETE,
      HttpMethod.PATCH);

  private final MeterRegistry meters;

  /** Bounded by methods, routes and the few codes we answer with. */
  private final Map<Labels, Series> series = new HashMap<>();

  RequestMeters(MeterRegistry meters) {
    this.meters = meters;
  }

  /** Counts this request when it is answered. */
  void watch(RoutingContext context) {
    long start = System.nanoTime();
    context.addEndHandler(ignored -> {
      HttpMethod method = context.request().method();
      Labels labels = new Labels(
          METHODS.contains(method) ? method.name() : "OTHER",
          path(context.currentRoute()),
          context.response().getStatusCode());
      series
          .computeIfAbsent(labels, this::register)
          .observe(System.nanoTime() - start, context.request().bytesRead());
    });
  }

  private static String path(@Nullable Route route) {
    String path = route == null ? null : route.getPath();
    return path == null ? "" : path;
  }

  private Series register(Labels labels) {
    Tags tags = Tags.of(
        "method", labels.method, "handler", labels.handler, "code", Integer.toString(labels.code));
    return new Series(
        Counter.builder("http.requests")
            .description("Requests on the public port")
            .tags(tags)
            .register(meters),
        Timer.builder("http.request.duration")
            .description("Time to answer a request")
            .serviceLevelObjectives(DURATIONS)
            .tags(tags)
            .register(meters),
        DistributionSummary.builder("http.request.size")
            .description("Bytes of a request's body")
            .baseUnit("bytes")
            .serviceLevelObjectives(BUCKETS)
            .tags(tags)
            .register(meters));
  }

  private record Labels(String method, String handler, int code) {}

  private record Series(Counter requests, Timer duration, DistributionSummary size) {
    void observe(long nanos, long bytes) {
      requests.increment();
      duration.record(nanos, TimeUnit.NANOSECONDS);
      size.record(bytes);
    }
  }
}
