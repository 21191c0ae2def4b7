package io.github.unlearn4j.run;

import io.github.unlearn4j.base.UserError;
import io.github.unlearn4j.base.endpoint.Endpoint;
import io.github.unlearn4j.measure.Familiarity.CompletionAnswer;
import io.github.unlearn4j.measure.JudgeSettings;
import io.github.unlearn4j.measure.MeasureDetails;
import io.github.unlearn4j.measure.PromptFile;
import io.github.unlearn4j.measure.judge.Judge;
import io.github.unlearn4j.recipe.Recipe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Has a language model grade the completions that were measured (paper, section 4). It needs no
 * model in memory, and a judge that fails costs no measurement.
 */
public final class JudgeStage implements Stage {
  @Override
  public String name() {
    return "judge";
  }

  @Override
  public List<String> settings() {
    return List.of("measure.judge");
  }

  @Override
  public Map<String, List<Path>> inputs(RunContext context) {
    Map<String, List<Path>> inputs = new TreeMap<>();
    details(context)
        .forEach((model, measured) -> inputs.put(model + " completions", List.of(measured)));
    inputs.put(
        "completion prompts", Texts.optional(context.recipe().measure().completionPrompts()));
    return inputs;
  }

  @Override
  public List<Path> outputs(RunContext context) {
    Path file = context.directory().judged();
    return List.of(file, MeasureDetails.beside(file));
  }

  @Override
  public void run(RunContext context) {
    JudgeSettings settings = context.recipe().measure().judge();
    Map<String, List<CompletionAnswer>> answers = new LinkedHashMap<>();
    details(context)
        .keySet()
        .forEach(
            model ->
                answers.put(
                    model, MeasureDetails.load(context.directory().measured(model)).completion()));
    Path prompts = Path.of(context.recipe().measure().completionPrompts());
    new Judge(
            settings,
            Endpoint.of(settings.asked(), System.getenv()::get),
            context.directory().judgeReplies())
        .grade(answers, PromptFile.readCompletion(prompts).giveaways().names(), context.progress())
        .save(context.directory().judged());
  }

  /** Nothing is asked for that cannot be had; said before hours of work. */
  static void check(Recipe recipe) {
    JudgeSettings settings = recipe.measure().judge();
    if (!settings.isGiven()) {
      return;
    }
    settings.asked();
    if (recipe.measure().completionPrompts().isEmpty()) {
      throw UserError.badSetting(
          "measure.judge.endpoint is '%s' but measure.completion_prompts is empty, so there is"
                  .formatted(settings.endpoint())
              + " nothing to grade; name a file of prompts or leave the judge out");
    }
  }

  /** Answers of the models that are judged: not of the reinforced one, which is but a means. */
  private static Map<String, Path> details(RunContext context) {
    Map<String, Path> details = new LinkedHashMap<>();
    context
        .directory()
        .measuredModels()
        .forEach(
            (model, file) -> {
              if (!model.equals("reinforced") && Files.exists(MeasureDetails.beside(file))) {
                details.put(model, MeasureDetails.beside(file));
              }
            });
    return details;
  }
}
