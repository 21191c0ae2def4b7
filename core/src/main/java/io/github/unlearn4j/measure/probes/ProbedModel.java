package io.github.unlearn4j.measure.probes;

import io.github.unlearn4j.measure.MeasuredModel;
import io.github.unlearn4j.train.Example;
import io.github.unlearn4j.train.TrainSettings;
import java.util.List;
import java.util.function.Function;

/** A model that probes put questions to: as it is, with rounded weights, or while it learns. */
public interface ProbedModel {

  /** Asks the model as it is. */
  <T> T ask(Function<MeasuredModel, T> question);

  /** Asks it with its matrices rounded to so many bits. */
  <T> T askRounded(int bits, Function<MeasuredModel, T> question);

  /**
   * Trains a copy and asks it before the first step and after every {@code everySteps}.
   *
   * @return the answers in this order
   */
  <T> List<T> askWhileTraining(
      List<Example> examples,
      TrainSettings settings,
      int everySteps,
      Function<MeasuredModel, T> question);

  /** Whether its weights are in memory already: such a one is asked first. */
  boolean isLoaded();
}
