package io.github.unlearn4j.run;

import io.github.unlearn4j.measure.Measure;
import io.github.unlearn4j.measure.MeasureDetails;
import io.github.unlearn4j.measure.MeasureInputs;
import io.github.unlearn4j.measure.MeasuredModel;
import io.github.unlearn4j.measure.tasks.MeasureTasks;
import io.github.unlearn4j.measure.tasks.TaskResults;
import io.github.unlearn4j.model.Decoder;
import io.github.unlearn4j.recipe.Recipe;
import io.github.unlearn4j.text.HeldBack;
import io.github.unlearn4j.text.Tokenizer;
import io.github.unlearn4j.whp.Anchor;
import io.github.unlearn4j.whp.AnchorDictionary;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Measures one of the models of a run, with the same prompts and the same text for each. */
public final class MeasureStage implements Stage {
  private final String model;
  private final Function<RunContext, Path> folder;

  private MeasureStage(String model, Function<RunContext, Path> folder) {
    this.model = model;
    this.folder = folder;
  }

  public static MeasureStage baseline() {
    return new MeasureStage("baseline", context -> Path.of(context.recipe().model()));
  }

  public static MeasureStage reinforced() {
    return new MeasureStage("reinforced", context -> context.directory().reinforced());
  }

  public static MeasureStage unlearned() {
    return new MeasureStage("unlearned", context -> context.directory().model());
  }

  /** A model that is not of the run but stands beside it, for comparison. */
  public static MeasureStage of(String model, Path checkpoint) {
    return new MeasureStage(model, context -> checkpoint);
  }

  @Override
  public String name() {
    return "measure-" + model;
  }

  @Override
  public List<String> settings() {
    return List.of("compute", "text", "measure", "-measure.judge");
  }

  @Override
  public Map<String, List<Path>> inputs(RunContext context) {
    Map<String, List<Path>> inputs = new TreeMap<>(texts(context));
    inputs.put(model + " model", List.of(folder.apply(context)));
    if (!tasks(context).names().isEmpty()) {
      inputs.put("benchmarks", MeasureTasks.files(tasks(context)));
    }
    return inputs;
  }

  @Override
  public List<Path> outputs(RunContext context) {
    Path file = context.directory().measured(model);
    List<Path> outputs = new ArrayList<>(List.of(file, MeasureDetails.beside(file)));
    if (!tasks(context).names().isEmpty()) {
      outputs.add(MeasureDetails.ofTasks(file));
    }
    return outputs;
  }

  @Override
  public void run(RunContext context) {
    Path checkpoint = folder.apply(context);
    Path file = context.directory().measured(model);
    MeasureTasks tasks = MeasureTasks.prepare(tasks(context));
    try (Decoder decoder = context.load(checkpoint);
        Tokenizer tokenizer = Tokenizer.load(decoder.source())) {
      Measure.Result result =
          Measure.run(
              model,
              decoder,
              tokenizer,
              read(context, tokenizer),
              context.recipe().measure(),
              context.progress());
      result.details().save(file);
      TaskResults scores = score(context, tasks, model, decoder, tokenizer);
      if (!scores.scores().isEmpty()) {
        scores.saveItems(MeasureDetails.ofTasks(file));
      }
      scores.addTo(result.measurement()).save(file);
    }
  }

  /** A model's scores on the recipe's benchmarks. */
  static TaskResults score(
      RunContext context, MeasureTasks tasks, String name, Decoder decoder, Tokenizer tokenizer) {
    MeasuredModel model = MeasuredModel.of(decoder, tokenizer);
    return tasks.run(name, context.compute(), model, tokenizer, context.progress());
  }

  /** The recipe's benchmarks; none for the reinforced model, which is but a means. */
  private MeasureTasks.Request tasks(RunContext context) {
    MeasureTasks.Request request = MeasureTasks.request(context.recipe().measure());
    return model.equals("reinforced") ? request.without() : request;
  }

  /** What every measurement of a run reads besides the model. */
  public static Map<String, List<Path>> texts(RunContext context) {
    Recipe recipe = context.recipe();
    Map<String, List<Path>> texts = new TreeMap<>();
    texts.put("target", Texts.paths(recipe.target()));
    texts.put("retain", Texts.paths(recipe.retain()));
    texts.put("anchors.yaml", List.of(context.directory().anchors()));
    texts.put("probability prompts", Texts.optional(recipe.measure().probabilityPrompts()));
    texts.put("completion prompts", Texts.optional(recipe.measure().completionPrompts()));
    return texts;
  }

  public static MeasureInputs read(RunContext context, Tokenizer tokenizer) {
    Recipe recipe = context.recipe();
    HeldBack.Split target = Texts.target(recipe, tokenizer);
    List<String> terms =
        AnchorDictionary.load(context.directory().anchors()).kept().stream()
            .map(Anchor::term)
            .toList();
    return MeasureInputs.read(
        recipe.measure(), target.trained(), Texts.retain(recipe, tokenizer), target.held(), terms);
  }
}
