package io.github.unlearn4j.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.unlearn4j.base.Check;
import io.github.unlearn4j.base.ExitCode;
import io.github.unlearn4j.base.Json;
import io.github.unlearn4j.base.UserError;
import io.github.unlearn4j.cli.serve.GiveAways;
import io.github.unlearn4j.cli.serve.ModelServer;
import io.github.unlearn4j.cli.serve.ServedModels;
import io.github.unlearn4j.measure.MeasureInputs;
import io.github.unlearn4j.model.ComputeType;
import io.github.unlearn4j.model.DecoderConfig;
import io.github.unlearn4j.model.DecoderMemory;
import io.github.unlearn4j.recipe.ComputeChoice;
import io.github.unlearn4j.recipe.Recipe;
import io.github.unlearn4j.run.InputCheck;
import io.github.unlearn4j.run.Machine;
import io.github.unlearn4j.run.MeasuredHash;
import io.github.unlearn4j.run.RunDirectory;
import io.github.unlearn4j.tensor.Torch;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Serves both models of a run until it is stopped. */
@Command(
    name = "serve",
    description = {
      "Serves a run's models to a browser and to OpenAI's clients, until Ctrl-C.",
      "",
      "The models are called baseline and unlearned. A page shows their answers side by side;",
      "programs use /v1/chat/completions, /v1/completions and /v1/models. docs/serve.md says what",
      "of OpenAI's interface there is.",
      ""
    },
    footer = {"", "Example:", "  ./unlearn serve --run runs/sherlock"},
    sortOptions = false)
final class ServeCommand implements Runnable {
  private static final double GIBIBYTE = 1L << 30;

  @ParentCommand private UnlearnCommand unlearn;

  @Option(
      names = "--run",
      paramLabel = "DIR",
      required = true,
      description = "A run that has an unlearned model.")
  private Path run;

  @Option(
      names = "--port",
      paramLabel = "P",
      defaultValue = "8080",
      description = "Where to listen; 0: any port that is free (default: ${DEFAULT-VALUE}).")
  private int port;

  @Option(
      names = "--host",
      paramLabel = "H",
      defaultValue = "127.0.0.1",
      description = {
        "This machine's address to listen on (default: ${DEFAULT-VALUE}, which only",
        "programs of this machine reach; there is no password)."
      })
  private String host;

  @Option(
      names = "--compute",
      paramLabel = "TYPE",
      description = "auto, float32 or bfloat16 (default: as the run's recipe says).")
  private ComputeChoice compute;

  @Option(
      names = "--device",
      paramLabel = "NAME",
      description = "cpu, cuda, cuda:N or auto (default: as the run's recipe says).")
  private String device;

  @Option(
      names = "--changed",
      description = "Serve models even if they changed since they were measured.")
  private boolean changed;

  @Override
  public void run() {
    Check.between("--port", port, 0, 65535);
    Console console = unlearn.console();
    RunDirectory directory = RunDirectory.existing(run);
    Recipe recipe = directory.recipe();
    if (!Files.isDirectory(directory.model())) {
      throw UserError.badInput(
          "%s has no unlearned model yet; make it with: ./unlearn forget --run %s"
              .formatted(run, run));
    }
    List<MeasuredHash> models =
        List.of(
            hash(directory, "baseline", Path.of(recipe.model())),
            hash(directory, "unlearned", directory.model()));
    GiveAways giveAways = giveAways(recipe);
    Torch.start(recipe.threads());
    Machine machine = Machine.current();
    ComputeType type =
        machine.computeType(
            compute == null ? recipe.compute() : compute,
            device == null ? recipe.device() : device);
    requireRoom(models, type, machine.roomBytes(type.device()));
    CountDownLatch stopped = new CountDownLatch(1);
    try (ModelServer server = ModelServer.bind(host, port);
        ServedModels served = new ServedModels()) {
      for (MeasuredHash model : models) {
        console.say("loading %s: %s".formatted(model.model(), model.folder()));
        served.load(model.model(), model.now(), model.folder(), type);
      }
      server.start(served, giveAways, console::say);
      announce(server.address());
      Interruption.endWith(
          () -> {
            server.close();
            console.say("stopped");
          });
      stopped.await();
    } catch (InterruptedException stop) {
      console.say("stopped");
    }
  }

  private static void requireRoom(List<MeasuredHash> models, ComputeType type, long available) {
    long needed = 0;
    for (MeasuredHash model : models) {
      JsonNode config = Json.read(model.folder().resolve("config.json"));
      needed += new DecoderMemory(DecoderConfig.of(config), type).weights();
    }
    if (needed > available) {
      throw new UserError(
          ExitCode.NO_MEMORY,
          "the weights of both models take %.1f GiB but only %.1f GiB of memory are free"
              .formatted(needed / GIBIBYTE, available / GIBIBYTE));
    }
  }

  private MeasuredHash hash(RunDirectory directory, String model, Path folder) {
    InputCheck.model(folder.toString());
    MeasuredHash hash = MeasuredHash.of(directory, model, folder);
    if (hash.changed()) {
      String what =
          "%s changed since it was measured: its hash was %s and is %s (%s)"
              .formatted(model, hash.measured().orElseThrow(), hash.now(), folder);
      if (!changed) {
        throw UserError.badInput(
            "%s; measure it again with ./unlearn measure --run %s, or add --changed"
                .formatted(what, run));
      }
      unlearn.console().say("warning: " + what);
    } else if (hash.measured().isEmpty()) {
      unlearn.console().say("remark: %s was not measured in this run".formatted(model));
    }
    return hash;
  }

  /** Without the prompts only the table of the page is missing. */
  private GiveAways giveAways(Recipe recipe) {
    try {
      MeasureInputs inputs =
          MeasureInputs.read(recipe.measure(), List.of(), List.of(), List.of(), List.of());
      return GiveAways.of(inputs.probabilityPrompts(), inputs.completionPrompts());
    } catch (UserError problem) {
      unlearn.console().say("remark: no give-away strings: " + problem.getMessage());
      return new GiveAways(List.of(), List.of());
    }
  }

  private void announce(InetSocketAddress address) {
    Console console = unlearn.console();
    if (!address.getAddress().isLoopbackAddress()) {
      console.say("warning: whoever reaches this machine can use the models; there is no password");
    }
    String name = address.getAddress().isAnyLocalAddress() ? "127.0.0.1" : address.getHostString();
    String url =
        "http://%s:%d".formatted(name.contains(":") ? "[" + name + "]" : name, address.getPort());
    console.print("%s  (Ctrl-C stops it)".formatted(url));
    console.print(
        "curl %s/v1/completions -d '{\"model\": \"unlearned\", \"prompt\": \"Once upon a time\"}'"
            .formatted(url));
    console.event("result", Map.of("url", url));
  }
}
