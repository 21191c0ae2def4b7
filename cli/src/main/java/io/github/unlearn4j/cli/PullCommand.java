package io.github.unlearn4j.cli;

import io.github.unlearn4j.weights.hub.HubDownload;
import io.github.unlearn4j.weights.hub.HubModel;
import io.github.unlearn4j.weights.hub.HubSettings;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Fetches a checkpoint from the hub. */
@Command(
    name = "pull",
    description = {
      "Fetches a checkpoint from the Hugging Face hub and checks it against the hub's hashes.",
      "Started again after an interruption it goes on where it ended.",
      "Environment: HF_TOKEN for models that need one, HF_ENDPOINT for another hub."
    },
    footer = {
      "",
      "Example:",
      "  ./unlearn pull HuggingFaceTB/SmolLM2-135M-Instruct models/smollm2"
    },
    sortOptions = false)
final class PullCommand implements Runnable {
  @ParentCommand private UnlearnCommand unlearn;

  @Parameters(
      index = "0",
      paramLabel = "OWNER/NAME",
      description = "The model, or OWNER/NAME@REVISION.")
  private String model;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "DIR",
      description = "Where to put it (default: models/NAME).")
  private Path folder;

  @Override
  public void run() {
    HubModel wanted = HubModel.parse(model);
    Path target = folder == null ? Path.of("models", wanted.name()) : folder;
    Interruption.advise("the same command goes on where this one ended");
    new HubDownload(HubSettings.fromEnvironment(System.getenv()), unlearn.console().progress())
        .fetch(wanted, target);
    unlearn.console().print(target.toString());
    unlearn.console().event("result", Map.of("model", target.toString()));
  }
}
