package io.github.unlearn4j.cli;

import io.github.unlearn4j.cli.demo.Demo;
import io.github.unlearn4j.cli.demo.DemoModels;
import io.github.unlearn4j.run.Run;
import io.github.unlearn4j.tensor.Torch;
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
    footer = {"", "Example:", "  ./unlearn demo --out runs/demo"},
    sortOptions = false)
final class DemoCommand implements Runnable {
  @ParentCommand private UnlearnCommand unlearn;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "runs/demo",
      description = "Folder of the run (default: ${DEFAULT-VALUE}).")
  private Path out;

  @Option(
      names = "--remake",
      description = {
        "Train the demo's two models anew, with the project's own training, and leave",
        "them in models/ of that folder; this is how the shipped ones were made."
      })
  private boolean remake;

  @Override
  public void run() {
    Console console = unlearn.console();
    Path folder = out.toAbsolutePath().normalize();
    if (remake) {
      Torch.start(0);
      Path models = folder.resolve("models");
      DemoModels.make(models, console.progress());
      console.print("models: " + models);
      return;
    }
    Demo demo = Demo.unpack(folder);
    console.say("A small model has read a saga, written for this project, and everyday text:");
    console.say("  " + folder.resolve("world"));
    console.say("It will now forget the saga.");
    Interruption.advise("go on with: ./unlearn demo --out " + out);
    try (Run run = Run.open(demo.recipe(), console.progress())) {
      run.stages(demo.stages(), false);
      Demo.sideBySide(run.context().directory()).forEach(console::print);
      Outcome.print(console, run.context().directory());
    }
  }
}
