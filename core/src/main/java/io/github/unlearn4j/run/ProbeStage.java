package io.github.unlearn4j.run;

import io.github.unlearn4j.base.UserError;
import io.github.unlearn4j.measure.MeasureInputs;
import io.github.unlearn4j.measure.PromptFile;
import io.github.unlearn4j.measure.probes.Answers;
import io.github.unlearn4j.measure.probes.CheckpointModel;
import io.github.unlearn4j.measure.probes.KnowMem;
import io.github.unlearn4j.measure.probes.LoadedModel;
import io.github.unlearn4j.measure.probes.ProbeContext;
import io.github.unlearn4j.measure.probes.ProbeReport;
import io.github.unlearn4j.measure.probes.ProbeSettings;
import io.github.unlearn4j.measure.probes.ProbedModel;
import io.github.unlearn4j.measure.probes.StandIns;
import io.github.unlearn4j.recipe.Recipe;
import io.github.unlearn4j.text.Tokenizer;
import io.github.unlearn4j.whp.AnchorDictionary;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Attacks the claim that the target is forgotten: the probes, on the models of a run. */
public final class ProbeStage implements Stage {
  @Override
  public String name() {
    return "probe";
  }

  @Override
  public List<String> settings() {
    return List.of("seed", "compute", "text", "measure", "-measure.judge", "probe");
  }

  @Override
  public Map<String, List<Path>> inputs(RunContext context) {
    ProbeSettings settings = context.recipe().probe();
    Map<String, List<Path>> inputs = new TreeMap<>(MeasureStage.texts(context));
    inputs.put("baseline model", List.of(Path.of(context.recipe().model())));
    inputs.put("unlearned model", List.of(context.directory().model()));
    inputs.put("probe.never_read", Texts.optional(settings.neverRead()));
    inputs.put("probe.comparison", Texts.paths(settings.comparison()));
    inputs.put("probe.neighbours", Texts.paths(settings.neighbours()));
    inputs.put("probe.other_languages", Texts.optional(settings.otherLanguages()));
    inputs.put("probe.questions", Texts.optional(settings.questions()));
    inputs.put("probe.question_examples", Texts.optional(settings.questionExamples()));
    inputs.put("probe.relearn_text", Texts.paths(settings.relearnText()));
    return inputs;
  }

  @Override
  public List<Path> outputs(RunContext context) {
    Path file = context.directory().probes();
    return List.of(file, ProbeReport.beside(file));
  }

  @Override
  public void run(RunContext context) {
    Recipe recipe = context.recipe();
    ProbeSettings settings = recipe.probe();
    Path baseline = Path.of(recipe.model());
    try (Tokenizer tokenizer = Tokenizer.load(baseline);
        LoadedModel loaded = new LoadedModel(context.compute())) {
      ProbedModel neverRead = null;
      if (!settings.neverRead().isEmpty()) {
        Path folder = Path.of(settings.neverRead());
        InputCheck.model(settings.neverRead());
        sameTokens(folder, tokenizer, ProbedTexts.sample(recipe));
        neverRead = new CheckpointModel(folder, tokenizer, recipe.seed(), loaded);
      }
      MeasureInputs inputs = MeasureStage.read(context, tokenizer);
      Answers<ProbedModel> models =
          new Answers<>(
              new CheckpointModel(baseline, tokenizer, recipe.seed(), loaded),
              new CheckpointModel(context.directory().model(), tokenizer, recipe.seed(), loaded),
              neverRead);
      ProbeContext probed =
          new ProbeContext(
              models,
              tokenizer,
              ProbedTexts.read(recipe, tokenizer),
              inputs,
              read(settings.otherLanguages(), PromptFile::readProbability),
              new KnowMem.Asked(
                  read(settings.questions(), PromptFile::readQuestions),
                  read(settings.questionExamples(), PromptFile::readQuestions)),
              standIns(context),
              settings,
              context.progress());
      ProbeReport.run(probed).save(context.directory().probes());
    }
  }

  /** What a file holds; nothing if none is named. */
  private static <T> List<T> read(String file, Function<Path, List<T>> reader) {
    return file.isEmpty() ? List.of() : reader.apply(Path.of(file));
  }

  /** The yardstick is asked with the baseline's token ids, so it must mean the same by them. */
  private static void sameTokens(Path folder, Tokenizer tokenizer, String sample) {
    try (Tokenizer other = Tokenizer.load(folder)) {
      InputCheck.tokenizer(folder, other);
      boolean same =
          other.vocabularySize() == tokenizer.vocabularySize()
              && Arrays.equals(
                  other.encodePlain(sample).ids(), tokenizer.encodePlain(sample).ids());
      if (!same) {
        throw UserError.badInput(
            ("probe.never_read: %s has another tokenizer than the baseline, so their numbers cannot"
                    + " be compared; give a model of the baseline's family")
                .formatted(folder));
      }
    }
  }

  private static List<StandIns> standIns(RunContext context) {
    return AnchorDictionary.load(context.directory().anchors()).kept().stream()
        .map(anchor -> new StandIns(anchor.term(), anchor.kind().word(), anchor.translations()))
        .toList();
  }
}
