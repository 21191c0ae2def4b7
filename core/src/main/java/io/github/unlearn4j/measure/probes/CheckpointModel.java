package io.github.unlearn4j.measure.probes;

import io.github.unlearn4j.measure.MeasuredModel;
import io.github.unlearn4j.model.Decoder;
import io.github.unlearn4j.model.RoundedWeights;
import io.github.unlearn4j.text.Tokenizer;
import io.github.unlearn4j.train.Example;
import io.github.unlearn4j.train.TrainLoop;
import io.github.unlearn4j.train.TrainSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A checkpoint folder under probes. Changed copies are loaded anew and thrown away; the folder is
 * never written to.
 *
 * @param loaded shared by all models of a run, so that one is in memory at a time
 */
public record CheckpointModel(Path folder, Tokenizer tokenizer, long seed, LoadedModel loaded)
    implements ProbedModel {

  @Override
  public <T> T ask(Function<MeasuredModel, T> question) {
    return question.apply(MeasuredModel.of(loaded.of(folder), tokenizer));
  }

  @Override
  public <T> T askRounded(int bits, Function<MeasuredModel, T> question) {
    loaded.close();
    try (Decoder decoder = Decoder.load(folder, loaded.compute())) {
      RoundedWeights.apply(decoder, bits);
      return question.apply(MeasuredModel.of(decoder, tokenizer));
    }
  }

  @Override
  public <T> List<T> askWhileTraining(
      List<Example> examples,
      TrainSettings settings,
      int everySteps,
      Function<MeasuredModel, T> question) {
    loaded.close();
    try (Decoder decoder = Decoder.loadForTraining(folder, loaded.compute())) {
      MeasuredModel model = MeasuredModel.of(decoder, tokenizer);
      List<T> answers = new ArrayList<>();
      answers.add(question.apply(model));
      TrainLoop.run(
          decoder,
          examples,
          settings,
          seed,
          step -> {
            if (step.step() % everySteps == 0 || step.step() == step.totalSteps()) {
              answers.add(question.apply(model));
            }
            return true;
          });
      return answers;
    }
  }

  @Override
  public boolean isLoaded() {
    return loaded.holds(folder);
  }
}
