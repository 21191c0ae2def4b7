package io.github.unlearn4j.cli;

import io.github.unlearn4j.run.Stages;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** Writes the report page. */
@Command(
    name = "report",
    description = {"Writes report.html and the model card from what a run has measured."},
    footer = {"", "Example:", "  ./unlearn report --run runs/sherlock"},
    sortOptions = false)
final class ReportCommand implements Runnable {
  @ParentCommand private UnlearnCommand unlearn;
  @Mixin private StageOptions options;

  @Override
  public void run() {
    Console console = unlearn.console();
    options.run(
        console,
        "report",
        recipe -> Stages.report(),
        run -> Outcome.print(console, run.context().directory()));
  }
}
