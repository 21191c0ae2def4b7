package io.github.unlearn4j.train;

import io.github.unlearn4j.model.Decoder;
import java.util.List;

/**
 * The loop that Reinforce and Finetune share: epochs of shuffled blocks, one {@link TrainStep} for
 * each batch.
 */
public final class TrainLoop {
  /** Told of every finished step; the decoder's compute weights are already the new ones. */
  @FunctionalInterface
  public interface Listener {
    /** Returns false to stop after this step. */
    boolean afterStep(StepReport report);
  }

  private TrainLoop() {}

  /** Optimiser steps that {@link #run} would make. */
  public static int steps(int examples, TrainSettings settings) {
    int steps = (int) Math.ceil(examples * settings.epochs() / settings.batchBlocks());
    return settings.maxSteps() > 0 ? Math.min(steps, settings.maxSteps()) : steps;
  }

  /**
   * Trains {@code decoder}, which was loaded for training, in place.
   *
   * @return steps made
   */
  public static int run(
      Decoder decoder,
      List<Example> examples,
      TrainSettings settings,
      long seed,
      Listener listener) {
    int totalSteps = steps(examples.size(), settings);
    decoder.recompute(settings.recompute());
    ExampleOrder order = new ExampleOrder(examples.size(), seed);
    try (AdamW optimiser =
        new AdamW(settings, decoder.trained().master(), decoder.trained().gradient())) {
      TrainStep trainStep = new TrainStep(decoder, optimiser, settings, totalSteps);
      for (int step = 0; step < totalSteps; step++) {
        List<Example> batch =
            order.batch(step, settings.batchBlocks()).stream().map(examples::get).toList();
        if (!listener.afterStep(trainStep.run(step, batch))) {
          return step + 1;
        }
      }
    }
    return totalSteps;
  }
}
