package dev.atoll.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The nodes that are one realm together.
 *
 * @param enabled whether this node looks for others at all
 * @param name of the cluster; nodes of another name are no members
 * @param members where nodes may be, {@code host} or {@code host:port}; found in another way when empty
 * @param dns a name whose addresses in the DNS are those of the nodes
 * @param kubernetes a service of Kubernetes, {@code service} or {@code service.namespace}, whose pods are the nodes
 * @param secret by which nodes know each other
 * @param secretFile holds that secret instead
 * @param host under which other nodes reach this one; by default the address of this machine that Hazelcast takes
 * @param port TCP port of Hazelcast, 0 lets the system choose
 * @param busPort TCP port of the links between nodes, 0 lets the system choose
 * @param tls certificates of the links
 * @param absence how long what was on a node that is lost keeps its place
 * @param expectedSize how many nodes there should be; 1 where nobody says
 * @param aloneUnready whether a node that stands alone although more are expected tells that it is not ready
 * @param queueBytes that may wait for one other node
 */
public record ClusterSettings(
    boolean enabled,
    String name,
    List<String> members,
    Optional<String> dns,
    Optional<String> kubernetes,
    Optional<Secret> secret,
    Optional<String> secretFile,
    Optional<String> host,
    int port,
    int busPort,
    ClusterTls tls,
    Duration absence,
    int expectedSize,
    boolean aloneUnready,
    ByteSize queueBytes) {
  private static final Pattern MEMBER =
      Pattern.compile("([0-9A-Za-z_.-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}])(:[0-9]{1,5})?");
  private static final Pattern HOST =
      Pattern.compile("[0-9A-Za-z_.-]{1,253}|(?=.*:.*:)[0-9A-Fa-f:.]{2,45}");
  private static final String SERVICE = "[0-9a-z]([0-9a-z-]{0,62})(\\.[0-9a-z][0-9a-z-]{0,62})?";
  private static final int MOST_MEMBERS = 100;

  public ClusterSettings {
    members = List.copyOf(members);
    Check.matches("name", name, "[0-9A-Za-z_.-]{1,64}", "1 to 64 letters, digits, _ . -");
    Check.require(
        "members",
        members.stream().allMatch(each -> MEMBER.matcher(each).matches())
            && members.size() <= MOST_MEMBERS,
        members,
        "at most " + MOST_MEMBERS + " hosts, each with :port or without");
    checkDiscovery(members, dns, kubernetes);
    secret.ifPresent(each -> Check.secret("secret", each));
    Check.require(
        "secret-file",
        secret.isEmpty() || secretFile.isEmpty(),
        secretFile.orElse(""),
        "unset, or cluster.secret is");
    Check.require(
        "secret-file",
        !enabled || secret.isPresent() || secretFile.isPresent(),
        "",
        "a file with the secret by which the nodes of the cluster know each other, or cluster.secret");
    host.ifPresent(each -> Check.require(
        "host", HOST.matcher(each).matches(), each, "a host's name or address, without port"));
    Check.port("port", port);
    Check.port("bus-port", busPort);
    Check.require(
        "bus-port", port != busPort || port == 0, busPort, "another port than cluster.port");
    Check.between("absence", absence, Duration.ofSeconds(1), Duration.ofMinutes(5));
    Check.between("expected-size", expectedSize, 1, MOST_MEMBERS);
    Check.between("queue-bytes", queueBytes.bytes(), 1 << 20, 1 << 30);
  }

  private static void checkDiscovery(
      List<String> members, Optional<String> dns, Optional<String> kubernetes) {
    dns.ifPresent(each -> {
      Check.require("dns", HOST.matcher(each).matches(), each, "a name in the DNS");
      Check.require("dns", members.isEmpty(), each, "unset, or cluster.members is");
    });
    kubernetes.ifPresent(each -> {
      Check.matches("kubernetes", each, SERVICE, "service or service.namespace");
      Check.require(
          "kubernetes",
          members.isEmpty() && dns.isEmpty(),
          each,
          "unset, or cluster.members and cluster.dns are");
    });
  }

  /** Whether they tell this node where others may be. */
  public boolean looksForOthers() {
    return !members.isEmpty() || dns.isPresent() || kubernetes.isPresent();
  }

  /**
   * The secret by which nodes know each other, read from its file where it is in one.
   *
   * @throws SettingException when the file cannot be read or holds no secret
   */
  public Secret known() {
    return secret.orElseGet(() -> inFile(secretFile.orElseThrow()));
  }

  private static Secret inFile(String file) {
    Secret read = SecretFile.read("cluster.secret-file", file);
    Check.secret("cluster.secret-file", read);
    return read;
  }
}
