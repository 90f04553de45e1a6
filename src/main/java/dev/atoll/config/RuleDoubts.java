package dev.atoll.config;

import java.util.ArrayList;
import java.util.List;

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
    return doubts;
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
