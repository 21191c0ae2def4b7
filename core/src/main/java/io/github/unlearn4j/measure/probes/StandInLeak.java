package io.github.unlearn4j.measure.probes;

import io.github.unlearn4j.base.Progress;
import io.github.unlearn4j.measure.Continuation;
import io.github.unlearn4j.measure.InPortions;
import io.github.unlearn4j.measure.MeasuredModel;
import io.github.unlearn4j.measure.ProbabilityPrompt;
import io.github.unlearn4j.text.WordBoundary;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Do the dictionary's stand-ins come up where they have no business? A model trained on them may
 * say them everywhere, which gives away that something was unlearned, and what.
 */
final class StandInLeak implements Probe {
  private static final int ANCHORS = 20;
  private static final int NEW_TOKENS = 16;
  private static final int AT_A_TIME = 32;

  @Override
  public String name() {
    return "stand-in-leak";
  }

  @Override
  public String shows() {
    return "probability of the stand-ins of the 20 foremost anchors at places in other text "
        + "where a name comes next";
  }

  @Override
  public String unit() {
    return "probability";
  }

  @Override
  public Better better() {
    return Better.AS_BEFORE;
  }

  @Override
  public ProbeResult run(ProbeContext context) {
    int limit = context.settings().limit();
    List<String> places =
        NeutralPlaces.of(context, limit == 0 ? Integer.MAX_VALUE : Math.max(1, limit / 4));
    List<String> strings =
        context.standIns().stream()
            .limit(ANCHORS)
            .flatMap(anchor -> anchor.translations().stream())
            .distinct()
            .toList();
    if (places.isEmpty() || strings.isEmpty()) {
      return ProbeResult.missing(
          this,
          "it needs other text (--retain or probe.comparison) with names in it, and a dictionary");
    }
    List<ProbabilityPrompt> neutral = places.stream().map(place -> prompt(place, strings)).toList();
    Answers<double[]> leaks = Reworded.probabilities(context, name(), neutral);
    Answers<double[]> said =
        context.ask(
            name() + ", greedy",
            places.size(),
            (model, task) -> said(context, model, places, task));
    ProbeResult result =
        ProbeResult.of(this, leaks.map(Estimate::mean))
            .and("greedy continuations that hold one of any anchor", said.map(Estimate::mean));
    List<ProbabilityPrompt> own = ownStandIns(context.reportedPrompts(), context.standIns());
    if (!own.isEmpty()) {
      Answers<double[]> atPrompts = Reworded.probabilities(context, name(), own);
      result =
          result.and("the right name's stand-ins at the prompts", atPrompts.map(Estimate::mean));
    }
    return result.lines(lines(places, leaks, said));
  }

  private static ProbabilityPrompt prompt(String text, List<String> strings) {
    return new ProbabilityPrompt(text, strings, null, null, null, null);
  }

  /** Each prompt with the stand-ins of the anchors it asks for; others are left out. */
  static List<ProbabilityPrompt> ownStandIns(
      List<ProbabilityPrompt> prompts, List<StandIns> anchors) {
    List<ProbabilityPrompt> own = new ArrayList<>();
    for (ProbabilityPrompt prompt : prompts) {
      List<String> strings =
          anchors.stream()
              .filter(anchor -> prompt.target().contains(anchor.term()))
              .flatMap(anchor -> anchor.translations().stream())
              .distinct()
              .toList();
      if (!strings.isEmpty()) {
        own.add(prompt(prompt.prompt(), strings));
      }
    }
    return own;
  }

  /** 1 where the continuation holds a stand-in that the place does not, 0 elsewhere. */
  private static double[] said(
      ProbeContext context, MeasuredModel model, List<String> places, Progress.Task task) {
    List<int[]> continued =
        InPortions.ask(
            places,
            AT_A_TIME,
            task,
            some ->
                model.completeGreedily(
                    some.stream()
                        .map(place -> Continuation.promptIds(context.tokenizer(), place))
                        .toList(),
                    NEW_TOKENS));
    return IntStream.range(0, places.size())
        .mapToDouble(
            i -> {
              String text = context.tokenizer().decode(continued.get(i));
              return holds(context.standIns(), places.get(i), text) ? 1 : 0;
            })
        .toArray();
  }

  static boolean holds(List<StandIns> anchors, String place, String text) {
    return anchors.stream()
        .flatMap(anchor -> anchor.translations().stream())
        .anyMatch(word -> WordBoundary.contains(text, word) && !place.contains(word));
  }

  private static List<Map<String, Object>> lines(
      List<String> places, Answers<double[]> leaks, Answers<double[]> said) {
    List<Map<String, Object>> lines = new ArrayList<>();
    for (int i = 0; i < places.size(); i++) {
      int index = i;
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("place", places.get(i));
      line.put("probability", leaks.map(all -> all[index]));
      line.put("said", said.map(all -> all[index] > 0));
      lines.add(line);
    }
    return lines;
  }
}
