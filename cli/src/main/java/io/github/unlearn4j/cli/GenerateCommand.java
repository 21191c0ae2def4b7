package io.github.unlearn4j.cli;

import io.github.unlearn4j.base.Check;
import io.github.unlearn4j.model.AdapterFolder;
import io.github.unlearn4j.model.ComputeType;
import io.github.unlearn4j.model.Decoder;
import io.github.unlearn4j.model.Generator;
import io.github.unlearn4j.recipe.ComputeChoice;
import io.github.unlearn4j.run.InputCheck;
import io.github.unlearn4j.run.Machine;
import io.github.unlearn4j.tensor.Device;
import io.github.unlearn4j.text.TokenStream;
import io.github.unlearn4j.text.Tokenizer;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Lets a model complete a prompt. */
@Command(
    name = "generate",
    description = {
      "Lets a model complete a prompt; the completion alone goes to standard output.",
      "MODEL is a checkpoint folder, a LoRA adapter whose base lies on this machine, or a run"
          + " folder: then it is the run's unlearned model."
    },
    footer = {
      "",
      "Example:",
      "  ./unlearn generate runs/sherlock \"The detective's best friend was called\""
    },
    sortOptions = false)
final class GenerateCommand implements Runnable {
  @ParentCommand private UnlearnCommand unlearn;

  @Parameters(index = "0", paramLabel = "MODEL", description = "Checkpoint, adapter or run folder.")
  private Path model;

  @Parameters(index = "1", paramLabel = "PROMPT", description = "Text to go on from.")
  private String prompt;

  @Option(
      names = "--max-new-tokens",
      paramLabel = "N",
      defaultValue = "64",
      description = "Most tokens to add (default: ${DEFAULT-VALUE}).")
  private int maxNewTokens;

  @Option(
      names = "--temperature",
      paramLabel = "T",
      defaultValue = "0",
      description = "0: always the most probable token; higher: more varied (default: 0).")
  private double temperature;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Seed of the draws (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--compute",
      paramLabel = "TYPE",
      defaultValue = "auto",
      description = "auto, float32 or bfloat16 (default: ${DEFAULT-VALUE}).")
  private ComputeChoice compute;

  @Option(
      names = "--device",
      paramLabel = "NAME",
      defaultValue = Device.AUTO,
      description = "cpu, cuda, cuda:N or auto (default: ${DEFAULT-VALUE}).")
  private String device;

  @Override
  public void run() {
    Check.atLeast("--max-new-tokens", maxNewTokens, 1);
    Check.atLeast("--temperature", temperature, 0);
    Console console = unlearn.console();
    ComputeType type = Machine.current().computeType(compute, device);
    Path folder = ModelFolder.of(model);
    Path base = AdapterFolder.checkpoint(folder);
    InputCheck.model(base.toString());
    // Two things that take long and need each other only then.
    Future<Tokenizer> loading = loadInBackground(base);
    try (Decoder decoder = Decoder.load(folder, type);
        Tokenizer tokenizer = finished(loading)) {
      InputCheck.tokenizer(base, tokenizer);
      Generator.Options options =
          new Generator.Options(maxNewTokens, temperature, seed, tokenizer.stopIds());
      StringBuilder completion = new StringBuilder();
      TokenStream stream = new TokenStream(tokenizer);
      Generator.generate(
          decoder,
          tokenizer.encode(prompt, true).ids(),
          options,
          token -> show(console, completion, stream.next(token)));
      show(console, completion, stream.finish());
      console.print("");
      console.event("result", Map.of("completion", completion.toString()));
    }
  }

  private static Future<Tokenizer> loadInBackground(Path folder) {
    FutureTask<Tokenizer> loading = new FutureTask<>(() -> Tokenizer.load(folder));
    Thread.ofPlatform().daemon().name("tokenizer").start(loading);
    return loading;
  }

  private static Tokenizer finished(Future<Tokenizer> loading) {
    try {
      return loading.get();
    } catch (ExecutionException problem) {
      throw problem.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException(problem);
    } catch (InterruptedException stop) {
      throw new IllegalStateException(stop);
    }
  }

  private static void show(Console console, StringBuilder completion, String text) {
    completion.append(text);
    if (!console.isJson()) {
      console.out().print(text);
      console.out().flush();
    }
  }
}
