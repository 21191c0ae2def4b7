package io.github.unlearn4j.measure.probes;

import io.github.unlearn4j.base.Progress;
import io.github.unlearn4j.measure.MeasuredModel;
import io.github.unlearn4j.model.LogLikelihood;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;

/**
 * Extraction probability (arXiv 2505.12546): windows of 50 + 50 tokens slid over the whole target;
 * the probability that the model, given the first half, says the second word for word, is the
 * product of its tokens' probabilities. One forward pass a window, nothing is generated.
 */
final class Extraction implements Probe {
  static final int PREFIX = 50;
  static final int SUFFIX = 50;
  private static final int AT_A_TIME = 16;

  @Override
  public String name() {
    return "extraction";
  }

  @Override
  public String shows() {
    return "share of the target's passages of 50 tokens that the model would recite, given the 50"
        + " before, with a probability above one half";
  }

  @Override
  public String unit() {
    return "share of windows";
  }

  @Override
  public Better better() {
    return Better.LOWER;
  }

  @Override
  public ProbeResult run(ProbeContext context) {
    List<Windows.Window> windows =
        Windows.of(
            context.texts().target(),
            PREFIX + SUFFIX,
            context.settings().strideTokens(),
            context.settings());
    if (windows.isEmpty()) {
      return ProbeResult.missing(
          this, "the target has no stretch of %d tokens".formatted(PREFIX + SUFFIX));
    }
    Answers<double[]> sums =
        context.ask(name(), windows.size(), (model, task) -> suffixes(model, windows, task));
    return ProbeResult.of(this, above(sums, 0.5))
        .and("above 10 %", above(sums, 0.1))
        .and("above 1 %", above(sums, 0.01))
        .and("above 0.1 %", above(sums, 0.001))
        .and("mean log p of a token", sums.map(all -> Estimate.mean(perToken(all))))
        .detail("prefix_tokens", PREFIX)
        .detail("suffix_tokens", SUFFIX)
        .detail("stride_tokens", context.settings().strideTokens())
        .detail("target_tokens", context.texts().target().stream().mapToLong(d -> d.length).sum())
        .detail("offsets", windows.stream().map(Windows.Window::offset).toList())
        .detail("mean_log_probability", book(sums))
        .lines(lines(context, windows, sums));
  }

  /** Σ log p of each window's second half. */
  private static double[] suffixes(
      MeasuredModel model, List<Windows.Window> windows, Progress.Task task) {
    List<Double> sums = new ArrayList<>();
    for (int from = 0; from < windows.size(); from += AT_A_TIME) {
      List<Windows.Window> some = windows.subList(from, Math.min(windows.size(), from + AT_A_TIME));
      model
          .logLikelihoods(
              some.stream().map(window -> new LogLikelihood.Request(window.ids(), PREFIX)).toList())
          .forEach(tokens -> sums.add(DoubleStream.of(tokens).sum()));
      task.advance(some.size(), "");
    }
    return sums.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static Answers<Estimate> above(Answers<double[]> sums, double probability) {
    double least = Math.log(probability);
    return sums.map(
        all -> Estimate.mean(DoubleStream.of(all).map(sum -> sum > least ? 1 : 0).toArray()));
  }

  private static double[] perToken(double[] sums) {
    return DoubleStream.of(sums).map(sum -> sum / SUFFIX).toArray();
  }

  /** The heat map: one number for each window along the book. */
  private static Map<String, double[]> book(Answers<double[]> sums) {
    Map<String, double[]> book = new LinkedHashMap<>();
    book.put("before", perToken(sums.before()));
    book.put("after", perToken(sums.after()));
    if (sums.neverRead() != null) {
      book.put("never_read", perToken(sums.neverRead()));
    }
    return book;
  }

  private List<Map<String, Object>> lines(
      ProbeContext context, List<Windows.Window> windows, Answers<double[]> sums) {
    List<Map<String, Object>> lines = new ArrayList<>();
    for (int i = 0; i < windows.size(); i++) {
      int index = i;
      Windows.Window window = windows.get(i);
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("document", window.document());
      line.put("start", window.start());
      line.put("text", context.tokenizer().decode(window.ids()));
      line.put("log_probability", sums.map(all -> all[index]));
      lines.add(line);
    }
    return lines;
  }
}
