package io.github.unlearn4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The launcher with a Maven and a JDK that only say what they were asked. */
class LauncherTest {
  private record Outcome(int exitCode, String output) {}

  @TempDir Path folder;

  private Path root;
  private Path jdk;

  @BeforeEach
  void project() throws IOException {
    root = Files.createDirectories(folder.resolve("my & project"));
    Files.copy(Path.of("../unlearn"), root.resolve("unlearn"));
    executable(root.resolve("unlearn"), Files.readString(root.resolve("unlearn")));
    for (String file : List.of("pom.xml", "core/pom.xml", "cli/pom.xml", "core/src/main/A.java")) {
      Files.createDirectories(root.resolve(file).getParent());
      Path made = Files.writeString(root.resolve(file), "");
      Files.setLastModifiedTime(made, FileTime.from(Instant.now().minusSeconds(60)));
    }
    Files.createDirectories(root.resolve("cli/src/main"));
    jdk = jdk("jdk", "25.0.1");
    executable(
        folder.resolve("bin/mvn"),
        """
        #!/bin/bash
        echo "built with $JAVA_HOME: $*" >>"%s/mvn.log"
        sleep 0.3
        [ ! -f broken ] || { echo "[ERROR] broken sources"; exit 1; }
        mkdir -p core/target cli/target/lib
        touch core/target/unlearn4j-core-1.jar cli/target/unlearn4j-cli-1.jar cli/target/lib/a.jar
        printf 'lib/a.jar' >cli/target/libraries
        """
            .formatted(folder));
  }

  @Test
  void theFirstStartBuildsAndLaterStartsDoNot() throws Exception {
    Outcome first = start("forget");
    Outcome second = start("forget");

    assertThat(first.output()).contains("Building unlearn4j (first use, about a minute)...");
    assertThat(second.output()).doesNotContain("Building");
    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void argumentsReachTheProgramAsTheyAre() throws Exception {
    Outcome outcome = start("generate", "a model", "two  words", "--set", "x=*");

    assertThat(outcome.output()).contains("<generate><a model><two  words><--set><x=*>");
  }

  @Test
  void aPromptThatHoldsACommandOrAFlagChangesNothing() throws Exception {
    Outcome prompt = start("probe", "a model", "the demo, -h and --help");
    Outcome help = start("probe", "--help");
    Outcome generate = start("generate", "a model", "the demo");
    Outcome demo = start("--quiet", "demo");

    assertThat(prompt.output()).contains("threads: all").doesNotContain("TieredStopAtLevel");
    assertThat(generate.output()).contains("threads: all", "<-XX:TieredStopAtLevel=1>");
    assertThat(help.output()).contains("threads: all", "<-XX:TieredStopAtLevel=1>");
    assertThat(demo.output()).contains("threads: 1").doesNotContain("TieredStopAtLevel");
  }

  @Test
  void itWorksThroughSymbolicLinksAndFromAnyFolder() throws Exception {
    Files.createSymbolicLink(folder.resolve("one"), root.resolve("unlearn"));
    Files.createSymbolicLink(folder.resolve("bin/two"), Path.of("../one"));

    Outcome outcome = start(List.of(folder.resolve("bin/two").toString(), "doctor"));

    assertThat(outcome.output()).contains("<doctor>").contains(root + "/cli/target/lib/a.jar");
  }

  @ParameterizedTest
  @CsvSource({"1, 'launcher,cuda,cuda-libraries'", "system, 'launcher,cuda'"})
  void aBuildForCardsLiesBesideTheUsualOne(String kind, String profiles) throws Exception {
    start("doctor");

    Outcome first = startWithCuda(kind, "doctor");
    Outcome second = startWithCuda(kind, "doctor");
    Outcome usual = start("doctor");

    assertThat(first.output()).contains("Building unlearn4j (first use");
    assertThat(second.output())
        .doesNotContain("Building", "platform.extension")
        .contains("/cli/target/app-cuda");
    assertThat(usual.output())
        .doesNotContain("Building")
        .contains("/cli/target/app/", "<-Dorg.bytedeco.javacpp.platform.extension=>");
    assertThat(Files.readAllLines(folder.resolve("mvn.log")))
        .satisfiesExactly(
            line -> assertThat(line).contains("-Plauncher -pl"),
            line -> assertThat(line).contains("-P" + profiles + " -pl"));
  }

  @Test
  void anUnknownKindOfBuildIsRefused() throws Exception {
    Outcome outcome = startWithCuda("yes", "doctor");

    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.output())
        .isEqualTo("error: UNLEARN4J_CUDA is 'yes' but must be 1, system or 0\n");
  }

  @Test
  void aChangedSourceIsBuiltAgain() throws Exception {
    start("doctor");
    Files.setLastModifiedTime(
        root.resolve("core/src/main/A.java"), FileTime.from(Instant.now().plusSeconds(5)));

    assertThat(start("doctor").output()).contains("Building unlearn4j (its sources changed)...");
  }

  @Test
  void twoStartsAtOnceBuildOnce() throws Exception {
    List<Process> processes =
        List.of(process(List.of(command(), "a")), process(List.of(command(), "b")));

    for (Process process : processes) {
      assertThat(process.waitFor()).isZero();
    }
    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void aLockThatWasLeftEmptyIsNotWaitedForForEver() throws Exception {
    Files.createDirectories(root.resolve("cli/target"));
    Files.writeString(root.resolve("cli/target/launcher.lock"), "");

    assertThat(start("doctor").exitCode()).isZero();
    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void aPlaceThatCannotBeWrittenToIsNamed() throws Exception {
    Path target = Files.writeString(root.resolve("cli/target"), "a file where a folder should be");

    Outcome outcome = start("doctor");

    assertThat(outcome.exitCode()).isEqualTo(7);
    assertThat(outcome.output()).startsWith("error: cannot write into " + target).hasLineCount(1);
  }

  @Test
  void aFailedBuildShowsItsErrorsAndWhereTheRestIs() throws Exception {
    Files.writeString(root.resolve("broken"), "");

    Outcome outcome = start("forget");

    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.output())
        .contains("[ERROR] broken sources")
        .contains("error: the build failed; the whole output is in " + root);
  }

  @Test
  void withoutAJdkThatServesItSaysWhereItLooked() throws Exception {
    String launcher = Files.readString(root.resolve("unlearn"));
    executable(root.resolve("unlearn"), launcher.replace("needed=25", "needed=99"));

    Outcome outcome = start("forget");

    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.output()).contains("error: no JDK 99 or later found").contains("JAVA_HOME");
  }

  @ParameterizedTest
  @CsvSource({"25.0.1, true", "26, true", "21.0.2, false", "1.8.0_402, false"})
  void javaHomeIsTakenOnlyIfItIsRecentEnough(String version, boolean taken) throws Exception {
    jdk = jdk("other", version);

    Outcome outcome = start("doctor");

    String builtWith = Files.readString(folder.resolve("mvn.log"));
    assertThat(builtWith.contains(jdk.toString())).isEqualTo(taken);
    assertThat(outcome.exitCode()).as(outcome.output()).isEqualTo(taken ? 0 : outcome.exitCode());
  }

  private Path jdk(String name, String version) throws IOException {
    Path home = Files.createDirectories(folder.resolve(name));
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"%s\"\n".formatted(version));
    executable(home.resolve("bin/javac"), "#!/bin/bash\n");
    executable(
        home.resolve("bin/java"),
        """
        #!/bin/bash
        printf '<%s>' "$@"
        echo " threads: ${OMP_NUM_THREADS:-all}"
        """);
    return home;
  }

  private static void executable(Path file, String script) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, script);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private String command() {
    return root.resolve("unlearn").toString();
  }

  private long builds() throws IOException {
    return Files.readAllLines(folder.resolve("mvn.log")).size();
  }

  private Outcome start(String... arguments) throws Exception {
    List<String> line = new ArrayList<>(List.of(command()));
    line.addAll(List.of(arguments));
    return start(line);
  }

  private Outcome startWithCuda(String kind, String... arguments) throws Exception {
    List<String> line = new ArrayList<>(List.of("env", "UNLEARN4J_CUDA=" + kind, command()));
    line.addAll(List.of(arguments));
    return start(line);
  }

  private Outcome start(List<String> line) throws Exception {
    Process process = process(line);
    String output = new String(process.getInputStream().readAllBytes());
    return new Outcome(process.waitFor(), output);
  }

  private Process process(List<String> line) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", jdk.toString());
    builder.environment().remove("OMP_NUM_THREADS");
    builder.environment().put("PATH", folder.resolve("bin") + ":/usr/bin:/bin");
    builder.directory(folder.toFile());
    return builder.start();
  }
}
