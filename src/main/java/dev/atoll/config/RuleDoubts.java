package dev.atoll.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What holds in rules and is hardly meant so: words for the operator, none of which stops a start. */
final class RuleDoubts {
  private RuleDoubts() {}

  static List<String> of(AtollSettings settings) {
    List<String> doubts = new ArrayList<>();
    List<TransportRule> rules = settings.transportRules();
    for (int i = 0; i < rules.size(); i++) {
      if (rules.get(i).when().isEverything() && i < rules.size() - 1) {
        doubts.add("rules[" + i + "] matches every island, so that no rule after it counts");
        break;
      }
    }
    if (knowsAllLiveKit(settings)) {
      rules.stream()
          .flatMap(rule -> rule.use().stream())
          .filter(use -> use.startsWith("livekit") && !isThere(use, settings.livekit()))
          .distinct()
          .forEach(use ->
              doubts.add("rules use " + use + ", which is not among the deployments of livekit"));
    }
    if (settings.node().runs(NodeSettings.Part.ROOMS)) {
      tooLarge(settings).ifPresent(doubts::add);
    }
    return doubts;
  }

  /** Whoever is in an island of LiveKit is sent to the rooms when that is down, and nobody parts an island for it. */
  private static Optional<String> tooLarge(AtollSettings settings) {
    int rooms = settings.rooms().size();
    for (int i = 0; i < settings.transportRules().size(); i++) {
      TransportRule rule = settings.transportRules().get(i);
      for (LiveKitDeployment each : settings.livekit()) {
        int most = size(rule, each, settings.islands().size());
        if (most > rooms && uses(rule, each)) {
          return Optional.of("rules[" + i + "] lets islands on livekit:" + each.id() + " grow to "
              + most + " peers, more than rooms.size (" + rooms
              + "): while it is down, rooms of this node refuse those beyond with ROOM_FULL");
        }
      }
    }
    return Optional.empty();
  }

  private static int size(TransportRule rule, LiveKitDeployment deployment, int usual) {
    int limit = deployment.islandSize().orElse(Integer.MAX_VALUE);
    int own = deployment.islandSize().orElse(usual);
    return Math.min(limit, rule.islandSize().orElse(own));
  }

  private static boolean uses(TransportRule rule, LiveKitDeployment deployment) {
    return rule.use().contains("livekit") || rule.use().contains("livekit:" + deployment.id());
  }

  /** Other nodes tell of theirs by NATS, and those of 2022 register. */
  private static boolean knowsAllLiveKit(AtollSettings settings) {
    TransportsSettings transports = settings.transports();
    return settings.nats().url().isEmpty()
        && transports.registrationSecret().isEmpty()
        && transports.registrationSecretFile().isEmpty();
  }

  private static boolean isThere(String use, List<LiveKitDeployment> deployments) {
    return use.equals("livekit")
        ? !deployments.isEmpty()
        : deployments.stream().anyMatch(each -> use.equals("livekit:" + each.id()));
  }
}
