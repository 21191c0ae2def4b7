package io.github.unlearn4j.run;

import io.github.unlearn4j.base.ExitCode;
import io.github.unlearn4j.base.Json;
import io.github.unlearn4j.base.UserError;
import io.github.unlearn4j.model.ComputeType;
import io.github.unlearn4j.model.DecoderConfig;
import io.github.unlearn4j.model.DecoderMemory;
import io.github.unlearn4j.model.Generator;
import io.github.unlearn4j.model.LoraSettings;
import io.github.unlearn4j.recipe.Recipe;
import io.github.unlearn4j.train.TrainSettings;
import io.github.unlearn4j.whp.BlockLogits;
import io.github.unlearn4j.whp.LabelSettings;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What each stage of a recipe will need, from its model's {@code config.json} alone, before any
 * weight is read.
 *
 * @param parameters numbers in the model
 * @param stages those that compute with a model, in order
 * @param labelsTogether whether the labels are made with both models in memory
 * @param roomBytes what there is: the machine's free memory or all of the card's, or the recipe's
 *     limit if that is less
 * @param limited whether the recipe's limit decides
 */
public record MemoryPlan(
    long parameters,
    List<StageMemory> stages,
    boolean labelsTogether,
    long roomBytes,
    boolean limited) {
  /**
   * Java with its young objects, the native library and what its products pack their operands in,
   * tokenizer and texts. Measured: docs/memory.md.
   */
  static final long PROGRAM = 640L << 20;

  /** Positions that a measurement reads at once. */
  private static final long MEASURED_TOKENS = 1024;

  /** Tokens of a prompt to be completed, as a guess: prompts are not read for the plan. */
  private static final long PROMPT_TOKENS = 64;

  /** Largest logits that labels of one model after the other keep in Java (see MakeLabels). */
  private static final long CANDIDATES = (48L << 20) * 8;

  public static MemoryPlan of(Recipe recipe, Machine machine) {
    DecoderConfig config = config(recipe);
    ComputeType compute = machine.computeType(recipe.compute(), recipe.device());
    DecoderMemory memory = new DecoderMemory(config, compute);
    long available = machine.roomBytes(compute.device());
    long limit = Math.round(recipe.memoryLimitGib() * (1L << 30));
    boolean limited = limit > 0 && limit < available;
    long room = limited ? limit : available;
    boolean bothNeeded = LabelsStage.needsReinforced(recipe) && !recipe.reinforce().lora().isOn();
    StageMemory labels = labelsTogether(memory, recipe, bothNeeded ? 2 : 1);
    boolean together = !bothNeeded || labels.bytes() <= room;
    List<StageMemory> stages =
        List.of(
            stage(
                "measure",
                memory.weights(),
                0,
                0,
                0,
                Math.max(completing(memory, recipe), measuring(memory, recipe))),
            training("reinforce", memory, recipe, recipe.reinforce()),
            together ? labels : labelsInTurn(memory, recipe),
            training("finetune", memory, recipe, recipe.finetune()));
    return new MemoryPlan(config.parameterCount(), stages, together, room, limited);
  }

  static DecoderConfig config(Recipe recipe) {
    InputCheck.model(recipe.model());
    return DecoderConfig.of(Json.read(Path.of(recipe.model()).resolve("config.json")));
  }

  /** The stage that needs most. */
  public StageMemory largest() {
    return stages.stream().max(Comparator.comparingLong(StageMemory::bytes)).orElseThrow();
  }

  public boolean fits() {
    return largest().bytes() <= roomBytes;
  }

  /** Refuses what cannot work, and says which settings would. */
  public void check(Recipe recipe, Machine machine) {
    if (!fits()) {
      String room =
          limited
              ? "memory_limit_gib allows %s".formatted(readable(roomBytes))
              : "%s are available".formatted(readable(roomBytes));
      throw new UserError(
          ExitCode.NO_MEMORY,
          "%s needs %s of memory and %s; %s (./unlearn doctor shows the plan)"
              .formatted(
                  largest().stage(),
                  readable(largest().bytes()),
                  room,
                  SmallerRecipe.advice(recipe, machine)));
    }
  }

  /** The version of the native library, read without loading it. */
  public static String libtorchVersion() {
    String version = org.bytedeco.pytorch.Tensor.class.getPackage().getImplementationVersion();
    return version == null ? "not known" : version;
  }

  /** Bytes as a person reads them. */
  public static String readable(long bytes) {
    double gibibytes = bytes / (double) (1L << 30);
    return gibibytes < 1
        ? String.format(Locale.ROOT, "%.0f MiB", gibibytes * 1024)
        : String.format(Locale.ROOT, gibibytes < 10 ? "%.2f GiB" : "%.0f GiB", gibibytes);
  }

  /** A finetune is measured on the way, while everything that training keeps is in memory. */
  private static StageMemory training(
      String stage, DecoderMemory memory, Recipe recipe, TrainSettings settings) {
    LoraSettings lora = settings.lora();
    long time = recipe.text().blockTokens();
    long rows = time * Math.min(settings.microBatchBlocks(), settings.batchBlocks());
    long trained = memory.trainedNumbers(lora);
    long activations = memory.activations(rows, time, settings.recompute());
    long chunks = memory.passing(rows, time, lora);
    long measuring = stage.equals("finetune") ? measuring(memory, recipe) : 0;
    return stage(
        stage,
        memory.weights() + memory.masters(lora),
        trained * Float.BYTES,
        2 * trained * Float.BYTES,
        activations,
        Math.max(chunks, measuring - activations));
  }

  /** The last hidden states of a batch stay, and a chunk of the baseline's logits in Java. */
  private static StageMemory labelsTogether(DecoderMemory memory, Recipe recipe, int models) {
    long hidden = models * labelRows(recipe) * memory.config().hiddenSize() * Float.BYTES;
    long chunk = (long) BlockLogits.CHUNK_ROWS * memory.config().vocabularySize() * Float.BYTES;
    return labels(memory, recipe, models, hidden + chunk);
  }

  private static StageMemory labelsInTurn(DecoderMemory memory, Recipe recipe) {
    long whole = labelRows(recipe) * memory.config().vocabularySize() * Float.BYTES;
    boolean soft = recipe.labels().form() == LabelSettings.Form.SOFT; // a batch's whole logits
    return labels(memory, recipe, 1, soft ? whole : Math.min(CANDIDATES, whole));
  }

  private static StageMemory labels(
      DecoderMemory memory, Recipe recipe, int models, long keptBytes) {
    long reading = memory.reading(labelRows(recipe), recipe.text().blockTokens());
    return stage("labels", models * memory.weights(), 0, 0, 0, reading + keptBytes);
  }

  private static long labelRows(Recipe recipe) {
    return (long) recipe.text().blockTokens() * recipe.labels().microBatchBlocks();
  }

  /** In bfloat16 a processor reads much text with packed copies of the weights. */
  private static long measuring(DecoderMemory memory, Recipe recipe) {
    long packed = memory.compute().isFloat32() ? 0 : memory.packedWeights();
    return packed + memory.reading(MEASURED_TOKENS, recipe.text().blockTokens());
  }

  /** Completions are generated with packed copies, and keys and values of all prompts at once. */
  private static long completing(DecoderMemory memory, Recipe recipe) {
    long columns = PROMPT_TOKENS + recipe.measure().completionTokens();
    return memory.packedWeights() + memory.cache(Generator.BATCH_PROMPTS, columns);
  }

  private static StageMemory stage(
      String name, long weights, long gradient, long optimiser, long activations, long chunks) {
    Map<String, Long> parts = new LinkedHashMap<>();
    parts.put("weights", weights);
    parts.put("gradient", gradient);
    parts.put("optimiser", optimiser);
    parts.put("activations", activations);
    parts.put("chunks", chunks);
    parts.put("program", PROGRAM);
    return new StageMemory(name, parts);
  }
}
