package dev.atoll.archipelago;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.atoll.bus.Bus;
import dev.atoll.bus.Bus.Subscription;
import dev.atoll.bus.Message;
import dev.atoll.bus.Payload;
import dev.atoll.bus.Subjects;
import dev.atoll.cluster.RealmNode;
import dev.atoll.cluster.RealmNodes;
import dev.atoll.cluster.RealmNodes.Watch;
import dev.atoll.config.AtollSettings;
import dev.atoll.config.TransportRule;
import dev.atoll.protocol.message.RulesMessage;
import dev.atoll.protocol.message.TermMessage;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The owner's rules that are in force in a realm of many nodes. Every node has them, so that whichever comes to lead goes on with them,
 * whatever its own file says: those with the highest version count, and who hears of other ones tells its own. Used on one context, but
 * for {@link #version}.
 */
public final class SharedRules {
  private static final Logger LOG = LoggerFactory.getLogger(SharedRules.class);

  private final Vertx vertx;
  private final Bus bus;
  private final RealmNodes nodes;
  private final Taker taker;
  private final List<Subscription> subscriptions = new ArrayList<>();
  private Set<String> seen = Set.of();
  private Watch watch = () -> {};
  private volatile InForce inForce;

  /** Could not be read; it is told again and again. */
  private Optional<RulesVersion> refused = Optional.empty();

  private record InForce(RulesVersion version, List<TransportRule> rules) {}

  /** Is told which rules are in force. */
  @FunctionalInterface
  public interface Taker {
    /** From now on these are. */
    void take(RulesVersion version, List<TransportRule> rules);
  }

  /**
   * @param own those of this node's settings, which are in force until others are heard of
   * @param taker told of each change, and at the start
   */
  public SharedRules(Vertx vertx, Bus bus, RealmNodes nodes, List<TransportRule> own, Taker taker) {
    this.vertx = vertx;
    this.bus = bus;
    this.nodes = nodes;
    this.taker = taker;
    RulesVersion started = RulesVersion.started(System.currentTimeMillis(), nodes.self());
    this.inForce = new InForce(started, List.copyOf(own));
  }

  /** Listens, and tells other nodes, from now on. */
  public void start() {
    subscriptions.add(bus.subscribe(Subjects.only(Subjects.RULES), this::heard));
    subscriptions.add(bus.subscribe(Subjects.only(Subjects.TERM), this::termHeard));
    watch = nodes.watch(this::changed);
    taker.take(inForce.version(), inForce.rules());
  }

  public void stop() {
    watch.end();
    subscriptions.forEach(Subscription::cancel);
    subscriptions.clear();
  }

  /** Which ones are in force; safe for any thread. */
  public RulesVersion version() {
    return inForce.version();
  }

  /** These are in force from now on, in the whole realm. */
  public void edit(List<TransportRule> rules) {
    RulesVersion edited = version().edited(System.currentTimeMillis(), nodes.self());
    take(new InForce(edited, List.copyOf(rules)));
    tell();
  }

  private void take(InForce newer) {
    inForce = newer;
    taker.take(newer.version(), newer.rules());
  }

  private void changed(List<RealmNode> now) {
    Set<String> others = new HashSet<>();
    now.forEach(node -> others.add(node.id()));
    others.remove(nodes.self());
    boolean anyNew = !seen.containsAll(others);
    seen = others;
    if (anyNew) {
      tell();
    }
  }

  private void tell() {
    InForce now = inForce;
    if (nodes.isHeld() && !now.version().isEdited()) {
      // others have run longer
      return;
    }
    RulesMessage message = RulesMessage.newBuilder()
        .setVersion(now.version().number())
        .setNode(now.version().node())
        .setRules(now.rules().toString())
        .build();
    bus.publish(new Message(Subjects.RULES, Payload.of(message)));
  }

  /** The leader has others: it did not hear these, or they are older than its own, which it tells then. */
  private void termHeard(Message message) {
    try {
      TermMessage term = message.payload().as(TermMessage.class, TermMessage.parser());
      boolean isOther = term.hasRules() && term.getRules() != version().number();
      if (isOther && refused.filter(each -> each.number() == term.getRules()).isEmpty()) {
        tell();
      }
    } catch (InvalidProtocolBufferException malformed) {
      LOG.warn("term cannot be read cause={}", malformed.getMessage());
    }
  }

  private void heard(Message message) {
    if (!message.headers().isFromAnotherNode()) {
      return;
    }
    try {
      RulesMessage told = message.payload().as(RulesMessage.class, RulesMessage.parser());
      RulesVersion version = RulesVersion.of(told);
      if (counts(version) && !refused.equals(Optional.of(version))) {
        read(version, told.getRules());
      } else if (version().isAfter(version)) {
        tell();
      }
    } catch (InvalidProtocolBufferException malformed) {
      LOG.warn("rules cannot be read cause={}", malformed.getMessage());
    }
  }

  /** A node that has only just come takes what it finds, though its clock is behind and says that it was there before. */
  private boolean counts(RulesVersion found) {
    boolean comes = nodes.isHeld() && !version().isEdited() && !found.equals(version());
    return comes || found.isAfter(version());
  }

  /** A thousand rules take longer than an event loop has. */
  private void read(RulesVersion version, String text) {
    vertx
        .executeBlocking(() -> AtollSettings.of(Map.of("rules", text)).rules())
        .onSuccess(rules -> {
          if (counts(version)) {
            LOG.info(
                "rules of another node are in force node={} since={} count={}",
                version.node(),
                Instant.ofEpochMilli(Math.abs(version.number())),
                rules.size());
            take(new InForce(version, rules));
          }
        })
        .onFailure(cause -> {
          refused = Optional.of(version);
          LOG.warn(
              "Rules of another node cannot be read version={} cause={}",
              version,
              cause.toString());
        });
  }
}
