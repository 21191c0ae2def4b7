package io.github.unlearn4j.cli;

import io.github.unlearn4j.base.ExitCode;
import io.github.unlearn4j.base.UserError;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** The whole way on a small world of the project's own. */
@Command(
    name = "demo",
    description = {
      "Lets a small model forget a saga it has learnt, in a few minutes, with no download.",
      "Ends with a table and the path of report.html."
    },
    sortOptions = false)
final class DemoCommand implements Runnable {
  @ParentCommand private UnlearnCommand unlearn;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "runs/demo",
      description = "Folder of the run (default: ${DEFAULT-VALUE}).")
  private Path out;

  @Override
  public void run() {
    throw new UserError(ExitCode.INTERNAL, "the demo is not built yet: " + out);
  }
}
