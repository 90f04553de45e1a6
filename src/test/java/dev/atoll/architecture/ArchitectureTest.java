package dev.atoll.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Arrows point downwards only: a package may use those of the rows below its own, and none beside it. */
class ArchitectureTest {
  private static final String ROOT = "dev.atoll";

  /** From top to bottom; packages of one row do not know each other. */
  private static final List<Set<String>> ROWS = List.of(
      Set.of("cli"),
      Set.of("node"),
      Set.of("http", "operations", "nats", "gateway"),
      Set.of("archipelago"),
      Set.of("handshake", "rooms", "livekit"),
      Set.of("transport"),
      Set.of("islands"),
      Set.of("cluster"),
      Set.of("bus", "rpc"),
      Set.of("session"),
      Set.of("client"),
      Set.of("auth"),
      Set.of("protocol"),
      Set.of("config"));

  private static final JavaClasses CLASSES = new ClassFileImporter()
      .withImportOption(new ImportOption.DoNotIncludeTests())
      .importPackages(ROOT);

  @Test
  void packages_use_only_what_stands_below_them() {
    Map<String, Integer> rowOf = new HashMap<>();
    for (int row = 0; row < ROWS.size(); row++) {
      for (String name : ROWS.get(row)) {
        rowOf.put(name, row);
      }
    }

    Set<String> wrong = new TreeSet<>();
    for (JavaClass from : CLASSES) {
      String user = packageOf(from);
      from.getDirectDependenciesFromSelf().stream()
          .map(dependency -> dependency.getTargetClass().getBaseComponentType())
          .filter(target -> target.getPackageName().startsWith(ROOT))
          .map(ArchitectureTest::packageOf)
          .filter(used -> !used.equals(user) && rowOf.get(used) <= rowOf.get(user))
          .forEach(used -> wrong.add(user + " uses " + used));
    }

    assertThat(wrong).isEmpty();
  }

  @Test
  void every_package_is_one_of_the_design() {
    Set<String> known = ROWS.stream().flatMap(Set::stream).collect(Collectors.toSet());

    Set<String> found =
        CLASSES.stream().map(ArchitectureTest::packageOf).collect(Collectors.toSet());

    assertThat(known).containsAll(found);
  }

  @Test
  void every_package_says_what_it_is() {
    JavaPackage root = CLASSES.getPackage(ROOT);

    Set<String> silent = root.getSubpackages().stream()
        .filter(each -> !each.getName().startsWith(ROOT + ".protocol.message"))
        .filter(each -> each.tryGetPackageInfo().isEmpty())
        .map(JavaPackage::getName)
        .collect(Collectors.toCollection(TreeSet::new));

    assertThat(silent).isEmpty();
  }

  @Test
  void the_islands_engine_is_pure() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".islands..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.vertx..", "io.netty..", "java.io..", "java.net..", "java.time..")
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  @Test
  void only_the_command_line_prints_or_knows_its_libraries() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".cli..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("ch.qos.logback..", "picocli..")
        .orShould(GeneralCodingRules.ACCESS_STANDARD_STREAMS)
        .check(CLASSES);
  }

  /** First package below the root, so that {@code protocol.message} counts as {@code protocol}. */
  private static String packageOf(JavaClass type) {
    String below = type.getPackageName().substring(ROOT.length() + 1);
    int dot = below.indexOf('.');
    return dot < 0 ? below : below.substring(0, dot);
  }
}
