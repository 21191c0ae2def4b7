package io.github.unlearn4j.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The root of the command line and the options that every command takes. */
@Command(
    name = "unlearn",
    description = {
      "Makes a language model forget a body of text, and measures that it did.",
      "",
      "Start here:  ./unlearn demo",
      "Then:        ./unlearn pull OWNER/NAME models/NAME",
      "             ./unlearn forget --model models/NAME --target book.txt --retain others/",
      "",
      "forget goes through all stages; anchors, reinforce, labels, finetune, measure and report do"
          + " one of them on a run folder. probe attacks the result, ablate tries parts of"
          + " the method alone. What is finished and unchanged is not done again."
    },
    sortOptions = false,
    versionProvider = UnlearnCommand.Version.class)
final class UnlearnCommand implements Runnable {
  private final Console console;

  @Spec private CommandSpec spec;

  UnlearnCommand(Console console) {
    this.console = console;
  }

  // Java does not keep the order of methods, so the order in the help is written out.
  @Option(
      names = {"-h", "--help"},
      order = 101,
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show this help.")
  private boolean help;

  @Option(
      names = {"-V", "--version"},
      order = 102,
      versionHelp = true,
      description = "Show the version.")
  private boolean version;

  @Option(
      names = {"-q", "--quiet"},
      order = 103,
      scope = ScopeType.INHERIT,
      description = "Print results and errors only.")
  void setQuiet(boolean quiet) {
    if (quiet) {
      console.quiet();
    }
  }

  @Option(
      names = "--json",
      order = 104,
      scope = ScopeType.INHERIT,
      description = "Print one JSON object a line on standard output: progress, results, errors.")
  void setJson(boolean json) {
    if (json) {
      console.useJson();
    }
  }

  @Option(
      names = "--no-color",
      order = 105,
      scope = ScopeType.INHERIT,
      description = "No colours (so does the environment variable NO_COLOR).")
  void setNoColor(boolean noColor) {
    if (noColor) {
      console.withoutColor();
    }
  }

  @Option(
      names = {"-v", "--verbose"},
      order = 106,
      scope = ScopeType.INHERIT,
      description = "Show the stack trace of an error.")
  void setVerbose(boolean verbose) {
    if (verbose) {
      console.verbose();
    }
  }

  Console console() {
    return console;
  }

  @Override
  public void run() {
    spec.commandLine().usage(console.out());
  }

  /** The version in the jar's manifest. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Main.class.getPackage().getImplementationVersion();
      return new String[] {"unlearn4j " + (version == null ? "(not packaged)" : version)};
    }
  }
}
