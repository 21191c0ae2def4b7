package io.github.unlearn4j.cli;

import io.github.unlearn4j.run.FinetuneStage;
import io.github.unlearn4j.run.MeasureStage;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** Trains the baseline on the generic labels. */
@Command(
    name = "finetune",
    description = {
      "Trains the baseline on the generic labels; leaves the unlearned model in model/.",
      "Measures on the way, stops when enough is forgotten (stop.*), keeps the best step."
    },
    footer = {
      "",
      "Example:",
      "  ./unlearn finetune --run runs/sherlock --set finetune.learning_rate=5e-5"
    },
    sortOptions = false)
final class FinetuneCommand implements Runnable {
  @ParentCommand private UnlearnCommand unlearn;
  @Mixin private StageOptions options;

  @Override
  public void run() {
    Console console = unlearn.console();
    options.run(
        console,
        "finetune",
        recipe -> List.of(MeasureStage.baseline(), new FinetuneStage()),
        run -> {});
  }
}
