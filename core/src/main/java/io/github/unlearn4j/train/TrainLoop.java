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
    return runGroups(decoder, examples.stream().map(List::of).toList(), settings, seed, listener);
  }

  /**
   * The same with groups of examples in the place of single ones: whatever is in a group is learnt
   * from in the same step, and a batch has so many groups.
   */
  public static int runGroups(
      Decoder decoder,
      List<List<Example>> groups,
      TrainSettings settings,
      long seed,
      Listener listener) {
    int totalSteps = steps(groups.size(), settings);
    decoder.recompute(settings.recompute());
    ExampleOrder order = new ExampleOrder(groups.size(), seed);
    try (AdamW optimiser =
        new AdamW(settings, decoder.trained().master(), decoder.trained().gradient())) {
      TrainStep trainStep = new TrainStep(decoder, optimiser, settings, totalSteps);
      for (int step = 0; step < totalSteps; step++) {
        List<Example> batch =
            order.batch(step, settings.batchBlocks()).stream()
                .map(groups::get)
                .flatMap(List::stream)
                .toList();
        if (!listener.afterStep(trainStep.run(step, batch))) {
          return step + 1;
        }
      }
    }
    return totalSteps;
  }
}
