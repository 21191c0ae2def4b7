package io.github.unlearn4j.train;

import io.github.unlearn4j.base.ExitCode;
import io.github.unlearn4j.base.UserError;
import io.github.unlearn4j.model.Decoder;
import io.github.unlearn4j.tensor.Torch;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;

/**
 * One optimiser step: gradients of all micro-batches, clipping by norm, AdamW on the master
 * weights, the new weights cast to the compute type. The loss is the mean of weight · cross-entropy
 * over all trained positions of the batch, however they fall into micro-batches.
 */
final class TrainStep {
  private final Decoder decoder;
  private final AdamW optimiser;
  private final TrainSettings settings;
  private final LearningRate learningRate;

  TrainStep(Decoder decoder, AdamW optimiser, TrainSettings settings, int totalSteps) {
    this.decoder = decoder;
    this.optimiser = optimiser;
    this.settings = settings;
    learningRate = new LearningRate(settings, totalSteps);
  }

  /** {@code step} counts from 0. */
  StepReport run(int step, List<Example> batch) {
    long start = System.nanoTime();
    decoder.trained().gradient().zero_();
    long trained = batch.stream().mapToLong(Example::trainedPositions).sum();
    double scale = 1.0 / Math.max(1, trained);
    double loss = 0;
    for (List<Example> micro : MicroBatches.of(batch, settings.microBatchBlocks())) {
      double weighted = scale * micro.getFirst().weight();
      loss += weighted * addGradient(micro, weighted);
    }
    double norm = norm(decoder.trained().gradient());
    checkFinite(step + 1, loss, norm);
    boolean clipped = settings.clipNorm() > 0 && norm > settings.clipNorm();
    optimiser.step(learningRate.at(step), clipped ? settings.clipNorm() / norm : 1);
    decoder.trained().publish();
    return new StepReport(
        step + 1,
        learningRate.totalSteps(),
        loss,
        norm,
        learningRate.at(step),
        batch.stream().mapToLong(example -> example.ids().length).sum(),
        (System.nanoTime() - start) / 1e9);
  }

  /** Pads a micro-batch on the right; returns the sum of its cross-entropies. */
  private double addGradient(List<Example> micro, double scale) {
    int time = micro.stream().mapToInt(example -> example.ids().length).max().orElseThrow();
    long[] ids = new long[micro.size() * time];
    long[] labels = new long[micro.size() * time];
    Arrays.fill(labels, Example.IGNORED);
    for (int row = 0; row < micro.size(); row++) {
      Example example = micro.get(row);
      for (int i = 0; i < example.ids().length; i++) {
        ids[row * time + i] = example.ids()[i];
        labels[row * time + i] = example.labels()[i];
      }
    }
    try (PointerScope scope = new PointerScope()) {
      return decoder.addGradient(
          Torch.longs(ids, micro.size(), time),
          Torch.longs(labels, labels.length),
          softTargets(micro, time),
          scale);
    }
  }

  /** The distributions of a padded micro-batch; null if it has labels only. */
  private static Decoder.SoftTargets softTargets(List<Example> micro, int time) {
    SoftTargets first = micro.getFirst().soft();
    if (first == null) {
      return null;
    }
    int width = first.perPosition();
    long[] ids = new long[micro.size() * time * width];
    float[] probabilities = new float[ids.length];
    for (int row = 0; row < micro.size(); row++) {
      SoftTargets soft = micro.get(row).soft();
      int from = row * time * width;
      System.arraycopy(soft.probabilities(), 0, probabilities, from, soft.probabilities().length);
      for (int i = 0; i < soft.ids().length; i++) {
        ids[from + i] = soft.ids()[i];
      }
    }
    long rows = (long) micro.size() * time;
    return new Decoder.SoftTargets(
        Torch.longs(ids, rows, width), Torch.floats(probabilities, rows, width));
  }

  private static double norm(Tensor gradient) {
    try (PointerScope scope = new PointerScope()) {
      return Torch.number(gradient.norm());
    }
  }

  private static void checkFinite(int step, double loss, double norm) {
    if (!Double.isFinite(loss) || !Double.isFinite(norm)) {
      throw new UserError(
          ExitCode.NOT_FINITE,
          "step %d: loss %s and gradient norm %s are not both finite; lower learning_rate"
              .formatted(step, loss, norm));
    }
  }
}
