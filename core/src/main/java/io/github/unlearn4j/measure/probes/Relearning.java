package io.github.unlearn4j.measure.probes;

import io.github.unlearn4j.measure.ProbabilityPrompt;
import io.github.unlearn4j.train.Example;
import io.github.unlearn4j.train.TrainSettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * How fast knowledge comes back by training on a little of the target that the finetune did not see
 * (arXiv 2406.13356). What the never-read model learns from the same steps was not there before.
 */
final class Relearning implements FamiliarityProbe {
  private static final int BATCH_BLOCKS = 2;

  @Override
  public String name() {
    return "relearning";
  }

  @Override
  public String shows() {
    return "familiarity after a few training steps on a little of the target; before: the "
        + "baseline without them";
  }

  @Override
  public Optional<String> lacksBesidePrompts(ProbeContext context) {
    return Probe.unless(
        !context.texts().relearn().isEmpty(),
        "no target text was held back: set text.held_back or probe.relearn_text");
  }

  @Override
  public ProbeResult ask(ProbeContext context, List<ProbabilityPrompt> prompts) {
    Answers<double[]> plain = context.plainFamiliarity();
    Answers<List<double[]>> curves = curves(context, prompts);
    Answers<Estimate> last =
        new Answers<>(plain.before(), curves.after().getLast(), last(curves.neverRead()))
            .map(Estimate::mean);
    return ProbeResult.of(this, last)
        .and("before the first step", plain.map(Estimate::mean))
        .detail("curve", curve(context.settings(), curves))
        .detail("learning_rate", context.settings().relearnLearningRate())
        .detail("blocks", Math.min(steps(context) * BATCH_BLOCKS, context.texts().relearn().size()))
        .lines(
            Reworded.lines(
                prompts,
                new Answers<>(plain.before(), curves.after().getLast(), last(curves.neverRead()))));
  }

  /** Probabilities by prompt before the first step and after every few; not of the baseline. */
  private Answers<List<double[]>> curves(ProbeContext context, List<ProbabilityPrompt> prompts) {
    int points = pointSteps(context.settings()).size();
    return context.eachButBaseline(
        name(),
        (long) points * prompts.size(),
        (model, task) ->
            model.askWhileTraining(
                context.texts().relearn().stream()
                    .map(block -> Example.languageModelling(block.tokens().ids()))
                    .toList(),
                settings(context),
                context.settings().relearnEverySteps(),
                trained -> Reworded.probabilities(trained, context.tokenizer(), prompts, task)));
  }

  private static int steps(ProbeContext context) {
    return context.settings().relearnSteps();
  }

  private static TrainSettings settings(ProbeContext context) {
    double passes = (double) steps(context) * BATCH_BLOCKS / context.texts().relearn().size();
    return new TrainSettings(
        passes + 1, // max_steps ends it
        steps(context),
        context.settings().relearnLearningRate(),
        TrainSettings.Schedule.CONSTANT,
        1,
        BATCH_BLOCKS,
        BATCH_BLOCKS,
        0.9,
        0.98,
        0,
        1);
  }

  /** The steps after which familiarity is asked for, before the first one too. */
  private static List<Integer> pointSteps(ProbeSettings settings) {
    int all = settings.relearnSteps();
    return IntStream.rangeClosed(0, all)
        .filter(step -> step % settings.relearnEverySteps() == 0 || step == all)
        .boxed()
        .toList();
  }

  private static double[] last(List<double[]> curve) {
    return curve == null ? null : curve.getLast();
  }

  private static Map<String, Object> curve(ProbeSettings settings, Answers<List<double[]>> curves) {
    Map<String, Object> curve = new LinkedHashMap<>();
    curve.put("steps", pointSteps(settings));
    curve.put("after", means(curves.after()));
    if (curves.neverRead() != null) {
      curve.put("never_read", means(curves.neverRead()));
    }
    return curve;
  }

  private static List<Double> means(List<double[]> points) {
    return points.stream().map(point -> Estimate.mean(point).value()).toList();
  }
}
