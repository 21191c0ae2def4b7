package io.github.unlearn4j.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
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
    PrintStream out = utf8(FileDescriptor.out);
    PrintStream err = utf8(FileDescriptor.err);
    System.setOut(out);
    System.setErr(err);
    int exitCode = run(new Console(out, err), arguments);
    out.flush();
    err.flush();
    System.exit(exitCode);
  }

  /** Runs one command and returns its exit code. */
  static int run(Console console, String... arguments) {
    return commandLine(console, arguments).execute(arguments);
  }

  static CommandLine commandLine(Console console, String... arguments) {
    Failures failures = new Failures(console);
    CommandLine commandLine =
        new CommandLine(new UnlearnCommand(console))
            .setOut(new PrintWriter(console.out(), true))
            .setErr(new PrintWriter(console.err(), true))
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setParameterExceptionHandler(failures)
            .setExecutionExceptionHandler(failures);
    if (List.of(arguments).contains("--no-color")) {
      commandLine.setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
    }
    HelpText.complete(commandLine);
    return commandLine;
  }

  private static PrintStream utf8(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }
}
