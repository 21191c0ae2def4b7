package io.github.unlearn4j.cli.serve;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.unlearn4j.base.Json;
import io.github.unlearn4j.base.Progress;
import io.github.unlearn4j.measure.CompletionPrompts;
import io.github.unlearn4j.measure.Familiarity;
import io.github.unlearn4j.measure.MeasuredModel;
import io.github.unlearn4j.measure.ProbabilityPrompt;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * How probable each model finds the strings that would give the target away as the next words of a
 * prompt: the probability form of familiarity, for a prompt that somebody types.
 *
 * @param strings the give-away strings of all the run's prompts, each once
 * @param prompts the run's prompts, to choose from
 */
public record GiveAways(List<String> strings, List<String> prompts) {
  private static final int MOST_STRINGS = 1000;

  public GiveAways {
    strings = List.copyOf(strings);
    prompts = List.copyOf(prompts);
  }

  /** Those of a run. */
  public static GiveAways of(List<ProbabilityPrompt> probability, CompletionPrompts completion) {
    Set<String> strings = new LinkedHashSet<>();
    Set<String> prompts = new LinkedHashSet<>();
    for (ProbabilityPrompt prompt : probability) {
      strings.addAll(prompt.target());
      prompts.add(prompt.prompt());
    }
    strings.addAll(completion.giveaways().names());
    completion.prompts().forEach(prompt -> prompts.add(prompt.prompt()));
    return new GiveAways(List.copyOf(strings), List.copyOf(prompts));
  }

  ObjectNode json() {
    ObjectNode json = Json.json().createObjectNode();
    strings.forEach(json.putArray("strings")::add);
    prompts.forEach(json.putArray("prompts")::add);
    return json;
  }

  /**
   * @param fields {@code prompt}, and {@code strings} to ask for instead of the run's
   */
  ObjectNode probabilities(Collection<ServedModel> models, Fields fields)
      throws InterruptedException {
    fields.requireKnown(Set.of("prompt", "strings"));
    String prompt = fields.text("prompt");
    if (prompt.isBlank()) {
      throw ApiError.parameter("prompt", "empty_prompt", "prompt is empty: write some text");
    }
    List<String> given = fields.texts("strings", MOST_STRINGS);
    List<String> asked = given.isEmpty() ? strings : given;
    if (asked.isEmpty()) {
      throw ApiError.parameter("strings", "the run has no give-away strings; name some");
    }
    if (asked.stream().anyMatch(String::isBlank)) {
      throw ApiError.parameter("strings", "strings holds one of white space alone");
    }
    ProbabilityPrompt question = new ProbabilityPrompt(prompt, asked, null, null, null, null);
    Map<String, Familiarity.ProbabilityAnswer> answers = new LinkedHashMap<>();
    Map<String, FutureTask<Familiarity.ProbabilityAnswer>> tasks = new LinkedHashMap<>();
    for (ServedModel model : models) {
      requireRoom(model, question);
      FutureTask<Familiarity.ProbabilityAnswer> task =
          new FutureTask<>(() -> answer(model, question));
      model.submit(task);
      tasks.put(model.name(), task);
    }
    for (Map.Entry<String, FutureTask<Familiarity.ProbabilityAnswer>> task : tasks.entrySet()) {
      try {
        answers.put(task.getKey(), task.getValue().get());
      } catch (ExecutionException problem) {
        throw ApiError.from(problem.getCause());
      }
    }
    return table(prompt, answers);
  }

  private static void requireRoom(ServedModel model, ProbabilityPrompt question) {
    for (String string : question.target()) {
      String text = question.prompt() + " " + string;
      int tokens = model.tokenizer().encode(text, true).length();
      if (tokens > model.context()) {
        throw ApiError.parameter(
            "prompt",
            "context_length_exceeded",
            "prompt and '%s' have %d tokens but %s takes %d; shorten the prompt"
                .formatted(string, tokens, model.name(), model.context()));
      }
    }
  }

  private static Familiarity.ProbabilityAnswer answer(
      ServedModel model, ProbabilityPrompt question) {
    try (Progress.Task quiet = Progress.silent().start("give-aways", 1, "prompt")) {
      return Familiarity.probability(
              MeasuredModel.of(model.decoder(), model.tokenizer()),
              model.tokenizer(),
              List.of(question),
              quiet)
          .getFirst();
    }
  }

  private static ObjectNode table(
      String prompt, Map<String, Familiarity.ProbabilityAnswer> answers) {
    ObjectNode json = Json.json().createObjectNode().put("prompt", prompt);
    ObjectNode total = json.putObject("total");
    answers.forEach((model, answer) -> total.put(model, answer.probability()));
    Familiarity.ProbabilityAnswer first = answers.values().iterator().next();
    List<String> order = new ArrayList<>(first.strings().keySet());
    order.sort(Comparator.comparingDouble(string -> -first.strings().get(string)));
    ArrayNode rows = json.putArray("strings");
    for (String string : order) {
      ObjectNode row = rows.addObject().put("string", string);
      answers.forEach((model, answer) -> row.put(model, answer.strings().get(string)));
    }
    return json;
  }
}
