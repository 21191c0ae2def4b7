package io.github.unlearn4j.cli;

import io.github.unlearn4j.base.ExitCode;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** Entry point of {@code ./unlearn}. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    Locale.setDefault(Locale.ROOT); // numbers look the same everywhere
    WatchedStream results = new WatchedStream(new FileOutputStream(FileDescriptor.out));
    PrintStream out = utf8(results);
    PrintStream err = utf8(new FileOutputStream(FileDescriptor.err));
    System.setOut(out);
    System.setErr(err);
    Console console = new Console(out, err);
    int exitCode;
    try (Interruption interruption = Interruption.watch(console)) {
      exitCode = run(console, arguments);
    }
    System.exit(written(console, results, exitCode));
  }

  /** A result that could not be written is no success. */
  static int written(Console console, WatchedStream results, int exitCode) {
    console.out().flush();
    if (exitCode != 0 || results.failure() == null) {
      return exitCode;
    }
    console.error(
        ExitCode.DISK.number(),
        "cannot write to standard output: %s; free some space or send it elsewhere"
            .formatted(results.failure()));
    return ExitCode.DISK.number();
  }

  /** Runs one command and returns its exit code. */
  static int run(Console console, String... arguments) {
    try {
      return commandLine(console, arguments).execute(arguments);
    } catch (Error problem) { // picocli's handlers see exceptions only
      return new Failures(console).report(problem);
    }
  }

  static CommandLine commandLine(Console console, String... arguments) {
    Failures failures = new Failures(console);
    CommandLine commandLine = new CommandLine(new UnlearnCommand(console));
    Commands.addTo(commandLine, arguments);
    commandLine
        .setOut(new PrintWriter(console.out(), true))
        .setErr(new PrintWriter(console.err(), true))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(failures)
        .setExecutionExceptionHandler(failures);
    if (List.of(arguments).contains("--no-color")) {
      commandLine.setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
    }
    CommandLine measure = commandLine.getSubcommands().get("measure");
    if (measure != null) {
      TaskOptions.adapt(measure.getCommandSpec(), console);
    }
    HelpText.complete(commandLine);
    return commandLine;
  }

  private static PrintStream utf8(OutputStream stream) {
    return new PrintStream(stream, true, StandardCharsets.UTF_8);
  }
}
