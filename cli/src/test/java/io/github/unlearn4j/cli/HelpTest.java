package io.github.unlearn4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** What help says is compared with stored texts; -Dgolden.write=true stores them anew. */
class HelpTest {
  private static final Path STORED = Path.of("src/test/golden/help");

  static Stream<String> commands() {
    ByteArrayOutputStream nothing = new ByteArrayOutputStream();
    Console console = new Console(CapturedConsole.stream(nothing), CapturedConsole.stream(nothing));
    CommandLine root = Main.commandLine(console);
    return Stream.concat(
        Stream.of("unlearn"), new TreeSet<>(root.getSubcommands().keySet()).stream());
  }

  @ParameterizedTest
  @MethodSource("commands")
  void helpOfEveryCommandIsAsStored(String command) throws IOException {
    CapturedConsole console = new CapturedConsole();

    int exitCode =
        command.equals("unlearn") ? console.run("--help") : console.run(command, "--help");

    Path file = STORED.resolve(command + ".txt");
    if (Boolean.getBoolean("golden.write")) {
      Files.writeString(file, console.out());
    }
    assertThat(exitCode).isZero();
    assertThat(console.out()).isEqualTo(Files.readString(file));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void helpOfEveryCommandShowsHowToTypeIt(String command) throws IOException {
    assertThat(STORED.resolve(command + ".txt")).content().containsPattern("(?m)\\./unlearn \\w+");
  }

  @Test
  void noLineOfHelpIsWiderThanATerminalOfAHundredColumns() throws IOException {
    try (Stream<Path> files = Files.list(STORED)) {
      assertThat(files.flatMap(HelpTest::lines)).allMatch(line -> line.length() <= 100);
    }
  }

  @Test
  void theExitCodesInTheDocumentationAreThoseOfTheProgram() throws IOException {
    String documented = Files.readString(Path.of("../docs/troubleshooting.md"));

    assertThat(Arrays.stream(io.github.unlearn4j.base.ExitCode.values()))
        .allMatch(
            code -> documented.contains("| %d | %s |".formatted(code.number(), code.meaning())));
  }

  private static Stream<String> lines(Path file) {
    try {
      return Files.readAllLines(file).stream();
    } catch (IOException problem) {
      throw new IllegalStateException(problem);
    }
  }
}
