package io.github.unlearn4j.run;

import io.github.unlearn4j.base.ExitCode;
import io.github.unlearn4j.base.Json;
import io.github.unlearn4j.base.UserError;
import io.github.unlearn4j.model.ComputeType;
import io.github.unlearn4j.model.DecoderConfig;
import io.github.unlearn4j.recipe.Recipe;
import io.github.unlearn4j.train.TrainSettings;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The memory a recipe's training would take, in bytes. It counts what grows with the model and the
 * batch; for everything else there is one flat allowance.
 *
 * @param parameters numbers in the model
 * @param parts what the larger of the two trainings holds
 */
public record MemoryPlan(long parameters, Map<String, Long> parts) {
  /** Java, the native library and its scratch buffers. */
  private static final long ALLOWANCE = 1L << 30;

  /** Rows of logits that exist at once. */
  private static final int HEAD_ROWS = 512;

  public long peakBytes() {
    return parts.values().stream().mapToLong(Long::longValue).sum();
  }

  /** The plan of a recipe, from its model's {@code config.json} alone. */
  public static MemoryPlan of(Recipe recipe, Machine machine) {
    InputCheck.model(recipe.model());
    DecoderConfig config =
        DecoderConfig.of(Json.read(Path.of(recipe.model()).resolve("config.json")));
    ComputeType compute = machine.computeType(recipe.compute());
    MemoryPlan reinforce = training(config, compute, recipe, recipe.reinforce());
    MemoryPlan finetune = training(config, compute, recipe, recipe.finetune());
    return reinforce.peakBytes() > finetune.peakBytes() ? reinforce : finetune;
  }

  /** Refuses what cannot work, before anything is loaded. */
  static void check(Recipe recipe, Machine machine) {
    long needed = of(recipe, machine).peakBytes();
    if (needed > machine.availableBytes()) {
      throw new UserError(
          ExitCode.NO_MEMORY,
          "this needs about %s of memory and %s are available; lower reinforce.micro_batch_blocks,"
                  .formatted(gibibytes(needed), gibibytes(machine.availableBytes()))
              + " finetune.micro_batch_blocks or text.block_tokens (./unlearn doctor shows the"
              + " plan)");
    }
  }

  /** The version of the native library, read without loading it. */
  public static String libtorchVersion() {
    String version = org.bytedeco.pytorch.Tensor.class.getPackage().getImplementationVersion();
    return version == null ? "not known" : version;
  }

  private static MemoryPlan training(
      DecoderConfig config, ComputeType compute, Recipe recipe, TrainSettings settings) {
    long parameters = config.parameterCount();
    long width = compute == ComputeType.BFLOAT16 ? 2 : 4;
    long tokens = recipe.text().blockTokens();
    long rows = tokens * Math.min(settings.microBatchBlocks(), settings.batchBlocks());
    Map<String, Long> parts = new LinkedHashMap<>();
    parts.put("weights, float32", parameters * 4);
    parts.put("weights to compute with", width == 4 ? 0 : parameters * width);
    parts.put("gradient", parameters * 4);
    parts.put("optimiser", parameters * 8);
    parts.put("activations", rows * config.layers() * activationBytes(config, tokens, width));
    parts.put("head", headBytes(config, rows, width));
    parts.put("everything else", ALLOWANCE);
    return new MemoryPlan(parameters, parts);
  }

  /** Of one token in one layer: what the backward pass needs of the forward pass. */
  private static long activationBytes(DecoderConfig config, long tokens, long width) {
    long hidden = config.hiddenSize();
    long heads = config.heads();
    long projections = (2 * heads + 2L * config.keyValueHeads()) * config.headSize();
    return 2 * hidden * 4
        + width * (2 * hidden + projections + heads * tokens + 3L * config.feedForwardSize());
  }

  /** Logits and their gradient for a chunk of rows, and one gradient of the head's weights. */
  private static long headBytes(DecoderConfig config, long rows, long width) {
    long vocabulary = config.vocabularySize();
    return Math.min(rows, HEAD_ROWS) * vocabulary * (4 + 4 + 2 * width)
        + vocabulary * config.hiddenSize() * width;
  }

  private static String gibibytes(long bytes) {
    return String.format(Locale.ROOT, "%.1f GiB", bytes / (double) (1L << 30));
  }
}
