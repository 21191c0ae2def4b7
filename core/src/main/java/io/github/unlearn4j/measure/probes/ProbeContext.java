package io.github.unlearn4j.measure.probes;

import io.github.unlearn4j.base.Progress;
import io.github.unlearn4j.measure.MeasureInputs;
import io.github.unlearn4j.measure.MeasuredModel;
import io.github.unlearn4j.measure.ProbabilityPrompt;
import io.github.unlearn4j.measure.PromptHalf;
import io.github.unlearn4j.text.Tokenizer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/** What every probe is given: the models and all that they can be asked about. */
public final class ProbeContext {
  static final String NO_PROMPTS =
      "the run has no probability prompts: set measure.probability_prompts";
  static final String NO_YARDSTICK = "it needs a model that never read the target: --never-read";

  private final Answers<ProbedModel> models;
  private final Tokenizer tokenizer;
  private final ProbeTexts texts;
  private final MeasureInputs inputs;
  private final List<ProbabilityPrompt> otherLanguages;
  private final KnowMem.Asked knowledge;
  private final List<StandIns> standIns;
  private final ProbeSettings settings;
  private final Progress progress;
  private PassageScores passages;
  private Answers<double[]> plainFamiliarity;
  private TruthRatios truthRatios;

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
      KnowMem.Asked knowledge,
      List<StandIns> standIns,
      ProbeSettings settings,
      Progress progress) {
    this.models = models;
    this.tokenizer = tokenizer;
    this.texts = texts;
    this.inputs = inputs;
    this.otherLanguages = List.copyOf(otherLanguages);
    this.knowledge = knowledge;
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

  KnowMem.Asked knowledge() {
    return knowledge;
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

  /** The probabilities of {@link #reportedPrompts} as they stand, asked for once. */
  Answers<double[]> plainFamiliarity() {
    if (plainFamiliarity == null) {
      plainFamiliarity = Reworded.probabilities(this, "familiarity", reportedPrompts());
    }
    return plainFamiliarity;
  }

  /** Asked for once. */
  TruthRatios truthRatios() {
    if (truthRatios == null) {
      truthRatios = TruthRatios.of(this);
    }
    return truthRatios;
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
    return each(models, name, items, work);
  }

  /** The same without the baseline, whose answer is null. */
  <T> Answers<T> eachButBaseline(
      String name, long items, BiFunction<ProbedModel, Progress.Task, T> work) {
    return each(new Answers<>(null, models.after(), models.neverRead()), name, items, work);
  }

  private <T> Answers<T> each(
      Answers<ProbedModel> asked,
      String name,
      long items,
      BiFunction<ProbedModel, Progress.Task, T> work) {
    List<ProbedModel> order =
        Stream.of(asked.before(), asked.after(), asked.neverRead())
            .filter(Objects::nonNull)
            .sorted((one, other) -> Boolean.compare(other.isLoaded(), one.isLoaded()))
            .toList();
    Map<ProbedModel, T> answers = new HashMap<>();
    try (Progress.Task task = progress.start("probe " + name, items * order.size(), "items")) {
      for (ProbedModel model : order) {
        answers.put(model, work.apply(model, task));
      }
    }
    return new Answers<>(
        answers.get(asked.before()), answers.get(asked.after()), answers.get(asked.neverRead()));
  }
}
