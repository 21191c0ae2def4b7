package io.github.unlearn4j.measure.probes;

import io.github.unlearn4j.base.Progress;
import io.github.unlearn4j.measure.MeasureInputs;
import io.github.unlearn4j.measure.MeasuredModel;
import io.github.unlearn4j.measure.ProbabilityPrompt;
import io.github.unlearn4j.measure.PromptHalf;
import io.github.unlearn4j.text.Tokenizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;

/** What every probe is given: the models and all that they can be asked about. */
public final class ProbeContext {
  private final Answers<ProbedModel> models;
  private final Tokenizer tokenizer;
  private final ProbeTexts texts;
  private final MeasureInputs inputs;
  private final List<ProbabilityPrompt> otherLanguages;
  private final List<StandIns> standIns;
  private final ProbeSettings settings;
  private final Progress progress;
  private PassageScores passages;

  /**
   * @param models the baseline, the unlearned model and, if there is one, the yardstick
   * @param inputs prompts and blocks of the run's own measurement
   */
  public ProbeContext(
      Answers<ProbedModel> models,
      Tokenizer tokenizer,
      ProbeTexts texts,
      MeasureInputs inputs,
      List<ProbabilityPrompt> otherLanguages,
      List<StandIns> standIns,
      ProbeSettings settings,
      Progress progress) {
    this.models = models;
    this.tokenizer = tokenizer;
    this.texts = texts;
    this.inputs = inputs;
    this.otherLanguages = List.copyOf(otherLanguages);
    this.standIns = List.copyOf(standIns);
    this.settings = settings;
    this.progress = progress;
  }

  Tokenizer tokenizer() {
    return tokenizer;
  }

  ProbeTexts texts() {
    return texts;
  }

  MeasureInputs inputs() {
    return inputs;
  }

  List<ProbabilityPrompt> otherLanguages() {
    return otherLanguages;
  }

  List<StandIns> standIns() {
    return standIns;
  }

  ProbeSettings settings() {
    return settings;
  }

  boolean hasNeverRead() {
    return models.neverRead() != null;
  }

  /** The probability prompts that no choice was made by, as many as the limit lets through. */
  List<ProbabilityPrompt> reportedPrompts() {
    return settings.sample(half(PromptHalf.REPORT));
  }

  /** The other half. */
  List<ProbabilityPrompt> tuningPrompts() {
    return half(PromptHalf.TUNE);
  }

  private List<ProbabilityPrompt> half(PromptHalf half) {
    return inputs.probabilityPrompts().stream()
        .filter(prompt -> half.holds(prompt.split()))
        .toList();
  }

  /** Passages of target and comparison, scored once for all probes that look at them. */
  PassageScores passages() {
    if (passages == null) {
      passages = PassageScores.of(this);
    }
    return passages;
  }

  /**
   * Asks every model the same.
   *
   * @param items of one model; the question tells of each when it is done
   */
  <T> Answers<T> ask(
      String name, long items, BiFunction<MeasuredModel, Progress.Task, T> question) {
    return each(
        name, items, (model, task) -> model.ask(measured -> question.apply(measured, task)));
  }

  /** Lets {@code work} do something with every model, the one in memory first. */
  <T> Answers<T> each(String name, long items, BiFunction<ProbedModel, Progress.Task, T> work) {
    List<ProbedModel> order = new ArrayList<>();
    order.add(models.before());
    order.add(models.after());
    order.add(models.neverRead());
    order.removeIf(Objects::isNull);
    order.sort((one, other) -> Boolean.compare(other.isLoaded(), one.isLoaded()));
    Map<ProbedModel, T> answers = new HashMap<>();
    try (Progress.Task task = progress.start("probe " + name, items * order.size(), "items")) {
      for (ProbedModel model : order) {
        answers.put(model, work.apply(model, task));
      }
    }
    Function<ProbedModel, T> answer = answers::get;
    return models.map(answer);
  }
}
