package dev.atoll.operations;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import java.util.List;

/** Memory, garbage collection, threads, processors and files of this process, by Micrometer's own binders. */
final class ProcessMeters {
  private final JvmGcMetrics collections = new JvmGcMetrics();

  void bind(MeterRegistry meters) {
    List<MeterBinder> binders = List.of(
        new ClassLoaderMetrics(),
        new JvmMemoryMetrics(),
        new JvmThreadMetrics(),
        new ProcessorMetrics(),
        new UptimeMetrics(),
        new FileDescriptorMetrics(),
        collections);
    binders.forEach(binder -> binder.bindTo(meters));
  }

  /** Listens to the collector no more. */
  void close() {
    collections.close();
  }
}
