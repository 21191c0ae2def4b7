package io.github.unlearn4j.cli;

import io.github.unlearn4j.run.AnchorsStage;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** Finds the anchors and shows them. */
@Command(
    name = "anchors",
    description = {
      "Finds the expressions particular to the target and generic stand-ins for them.",
      "Leaves anchors.yaml in the run folder: edit it, then go on with labels or forget."
    },
    footer = {
      "",
      "Examples:",
      "  ./unlearn anchors examples/sherlock/recipe.yaml",
      "  ./unlearn anchors --run runs/sherlock --set anchors.minimum_count=5"
    },
    sortOptions = false)
final class AnchorsCommand implements Runnable {
  @ParentCommand private UnlearnCommand unlearn;
  @Mixin private StageOptions options;

  @Override
  public void run() {
    Console console = unlearn.console();
    options.run(
        console,
        "anchors",
        recipe -> List.of(new AnchorsStage()),
        run -> AnchorTable.print(console, run.context().directory()));
  }
}
