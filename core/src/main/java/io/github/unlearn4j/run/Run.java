package io.github.unlearn4j.run;

import io.github.unlearn4j.base.Json;
import io.github.unlearn4j.base.Progress;
import io.github.unlearn4j.base.UserError;
import io.github.unlearn4j.recipe.Recipe;
import io.github.unlearn4j.tensor.Card;
import io.github.unlearn4j.tensor.Device;
import io.github.unlearn4j.tensor.Torch;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Work in one run folder: checked, locked, its recipe saved, then stage after stage. */
public final class Run implements AutoCloseable {
  private final RunContext context;
  private final MemoryPlan plan;
  private final RunLock lock;
  private final int threads;

  private Run(RunContext context, MemoryPlan plan, RunLock lock, int threads) {
    this.context = context;
    this.plan = plan;
    this.lock = lock;
    this.threads = threads;
  }

  /**
   * Takes the recipe's run folder; nothing large is loaded yet.
   *
   * @throws UserError if an input is missing, the work would not fit in memory, the folder is in
   *     use, or it holds the result of another model or target
   */
  public static Run open(Recipe recipe, Progress progress) {
    InputCheck.check(recipe);
    RunDirectory directory = RunDirectory.of(recipe);
    Machine machine = Machine.current();
    MemoryPlan plan = MemoryPlan.of(recipe, machine);
    if (!plan.fits()) {
      MemoryTable.lines(plan).forEach(progress::say);
    }
    plan.check(recipe, machine);
    InputCheck.contents(recipe);
    RunLock lock = RunLock.take(directory);
    try {
      machine.remarks(recipe).forEach(progress::say);
      refuseOtherSubject(recipe, directory);
      directory.save(recipe);
      Json.write(directory.runInfo(), info(machine, recipe));
    } catch (RuntimeException problem) {
      lock.close();
      throw problem;
    }
    return new Run(
        new RunContext(
            recipe, directory, machine.computeType(recipe.compute(), recipe.device()), progress),
        plan,
        lock,
        machine.threads(recipe.threads()));
  }

  /** What each stage will need. */
  public MemoryPlan plan() {
    return plan;
  }

  public RunContext context() {
    return context;
  }

  /**
   * Runs stages in order, leaving out what has not changed.
   *
   * @param again run even what has not changed
   */
  public void stages(List<? extends Stage> stages, boolean again) {
    Torch.start(threads);
    new StageRunner(context, Stages.all(), again).run(stages);
  }

  /** Everything else may change from start to start; this would overwrite a finished result. */
  private static void refuseOtherSubject(Recipe recipe, RunDirectory directory) {
    if (!Files.exists(directory.model()) || !Files.exists(directory.recipeFile())) {
      return;
    }
    Recipe saved = directory.recipe();
    if (!saved.model().equals(recipe.model()) || !saved.target().equals(recipe.target())) {
      throw UserError.badSetting(
          "%s holds a finished run of model %s and target %s; choose another --out"
              .formatted(directory.folder(), saved.model(), saved.target()));
    }
  }

  private static Map<String, Object> info(Machine machine, Recipe recipe) {
    Map<String, Object> info = new LinkedHashMap<>();
    info.put("version", version());
    info.put("started", java.time.Instant.now().toString());
    info.put("processor", machine.processor().name());
    info.put("cores", machine.cores());
    info.put("memory_bytes", machine.totalBytes());
    Device device = machine.device(recipe.device());
    info.put("device", device.toString());
    if (device.isCard()) {
      Card card = machine.cards().list().get(device.index());
      info.put("card", card.name());
      info.put("card_memory_bytes", card.bytes());
    }
    info.put("java", Runtime.version().toString());
    return info;
  }

  private static String version() {
    String version = Run.class.getPackage().getImplementationVersion();
    return version == null ? "not packaged" : version;
  }

  @Override
  public void close() {
    lock.close();
  }
}
