package io.github.unlearn4j.cli;

import io.github.unlearn4j.base.UserError;
import io.github.unlearn4j.model.AdapterFolder;
import io.github.unlearn4j.model.LoraMerge;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Works a LoRA adapter into its base. */
@Command(
    name = "merge",
    description = {
      "Works a LoRA adapter (PEFT's format, ours or another's) into its base: a checkpoint folder"
          + " that needs no adapter, in the base's number format.",
      "The folder must not exist yet, or be empty."
    },
    footer = {"", "Example:", "  ./unlearn merge runs/sherlock/reinforced models/reinforced"},
    sortOptions = false)
final class MergeCommand implements Runnable {
  @ParentCommand private UnlearnCommand unlearn;

  @Parameters(
      index = "0",
      paramLabel = "ADAPTER_DIR",
      description = "Folder of adapter_config.json and adapter_model.safetensors.")
  private Path adapter;

  @Parameters(index = "1", paramLabel = "OUT_DIR", description = "The folder to make.")
  private Path out;

  @Option(
      names = "--model",
      paramLabel = "DIR",
      description = "Checkpoint of the base (default: what adapter_config.json names).")
  private Path model;

  @Override
  public void run() {
    if (!AdapterFolder.isAdapter(adapter)) {
      throw UserError.badInput(
          "%s holds no adapter_config.json, so it is no adapter folder".formatted(adapter));
    }
    ImportCommand.requireEmpty(out);
    Path base = model == null ? AdapterFolder.base(adapter) : model;
    if (AdapterFolder.namesAnotherBase(adapter, base)) {
      unlearn
          .console()
          .say(
              "remark: the adapter names %s as its base, this is %s; their shapes agree or the merge"
                      .formatted(AdapterFolder.baseName(adapter), base)
                  + " stops");
    }
    LoraMerge.run(base, adapter, out);
    unlearn.console().print(out.toString());
    unlearn.console().event("result", Map.of("model", out.toString()));
  }
}
