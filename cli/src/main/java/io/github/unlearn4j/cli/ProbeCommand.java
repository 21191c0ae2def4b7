package io.github.unlearn4j.cli;

import io.github.unlearn4j.recipe.Recipe;
import io.github.unlearn4j.run.ProbeStage;
import io.github.unlearn4j.run.Stage;
import io.github.unlearn4j.run.Stages;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Attacks the claim of a run that the target is forgotten. */
@Command(
    name = "probe",
    description = {
      "Attacks a run's claim that its target is forgotten: probes on baseline and unlearned model.",
      "Leaves measure/probes.json with every answer beside it, and writes the report anew.",
      "docs/evaluate.md tells what each number means.",
      "",
      "Probes: extraction, min-k, min-k-plus-plus, verbatim, extraction-strength, multiple-choice,",
      "opening-hint, few-shot, role-play, told-to-forget, rounded-8-bits, rounded-4-bits,",
      "stand-in-leak, neighbours, relearning, other-languages, knowmem, privacy-leak,",
      "truth-ratio, forget-quality.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  ./unlearn probe --run runs/sherlock",
      "  ./unlearn probe --run runs/demo --never-read runs/demo/world/never-read --limit 64"
    },
    sortOptions = false)
final class ProbeCommand implements Runnable {
  @ParentCommand private UnlearnCommand unlearn;
  @Mixin private StageOptions options;

  @Option(
      names = "--probes",
      paramLabel = "NAME",
      split = ",",
      description = "Names with commas between them, or all (default: all).")
  private List<String> names;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Windows, passages or prompts of each probe; 0: all (default: 128).")
  private String limit;

  @Option(
      names = "--never-read",
      paramLabel = "DIR",
      description = "Checkpoint that never read the target: the yardstick.")
  private String neverRead;

  @Option(
      names = "--neighbour",
      paramLabel = "PATH",
      arity = "1..*",
      description = "Texts near the target that are to be kept: same author, same genre.")
  private List<String> neighbours;

  @Override
  public void run() {
    Console console = unlearn.console();
    options
        .recipe()
        .and("--probes", "probe.names", names)
        .and("--limit", "probe.limit", one(limit))
        .and("--never-read", "probe.never_read", one(neverRead))
        .and("--neighbour", "probe.neighbours", neighbours);
    options.run(
        console,
        "probe",
        ProbeCommand::stages,
        run -> ProbeOutcome.print(console, run.context().directory()));
  }

  private static List<Stage> stages(Recipe recipe) {
    List<Stage> stages = new ArrayList<>(List.of(new ProbeStage()));
    stages.addAll(Stages.report());
    return stages;
  }

  private static List<String> one(String value) {
    return value == null ? null : List.of(value);
  }
}
