package io.github.unlearn4j.measure.probes;

import io.github.unlearn4j.base.Progress;
import io.github.unlearn4j.measure.InPortions;
import io.github.unlearn4j.measure.MeasuredModel;
import io.github.unlearn4j.model.LogLikelihood;
import io.github.unlearn4j.model.SampledTokens;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.DoubleStream;

/**
 * Extraction probability (arXiv 2505.12546): windows of 50 + 50 tokens slid over the whole target;
 * the probability that the model, given the first half, says the second word for word, is the
 * product of its tokens' probabilities. As there, the model draws at temperature 1 from its 40
 * likeliest tokens, so a window with any other token cannot be extracted. One forward pass a
 * window, nothing is generated.
 */
final class Extraction implements Probe {
  static final int PREFIX = 50;
  static final int SUFFIX = 50;
  static final int LIKELIEST = 40;
  private static final int AT_A_TIME = 16;

  /** Tokens of target whose windows count as one for the errors: neighbours share most tokens. */
  private static final int SPAN = 400;

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
    Answers<List<SampledTokens>> suffixes =
        context.ask(name(), windows.size(), (model, task) -> suffixes(model, windows, task));
    Answers<double[]> sums = suffixes.map(all -> sums(all, SampledTokens::drawn));
    Answers<double[]> means =
        suffixes.map(
            all ->
                DoubleStream.of(sums(all, SampledTokens::logarithms))
                    .map(sum -> sum / SUFFIX)
                    .toArray());
    int[] groups = Windows.groups(windows, SPAN);
    return ProbeResult.of(this, above(sums, 0.5, groups))
        .and("above 10 %", above(sums, 0.1, groups))
        .and("above 1 %", above(sums, 0.01, groups))
        .and("above 0.1 %", above(sums, 0.001, groups))
        .and("mean log p of a token", means.map(all -> Estimate.mean(all, groups)))
        .detail("prefix_tokens", PREFIX)
        .detail("suffix_tokens", SUFFIX)
        .detail("top_k", LIKELIEST)
        .detail("stride_tokens", context.settings().strideTokens())
        .detail("target_tokens", context.texts().target().stream().mapToLong(d -> d.length).sum())
        .detail("offsets", windows.stream().map(Windows.Window::offset).toList())
        .detail("mean_log_probability", book(means))
        .lines(lines(context, windows, sums, means));
  }

  /** What each model makes of each window's second half. */
  private static List<SampledTokens> suffixes(
      MeasuredModel model, List<Windows.Window> windows, Progress.Task task) {
    return InPortions.ask(
        windows,
        AT_A_TIME,
        task,
        some ->
            model.sampledTokens(
                some.stream()
                    .map(window -> new LogLikelihood.Request(window.ids(), PREFIX))
                    .toList(),
                LIKELIEST));
  }

  /** Σ log p of each window's second half. */
  private static double[] sums(
      List<SampledTokens> suffixes, Function<SampledTokens, double[]> logarithms) {
    return suffixes.stream()
        .mapToDouble(suffix -> DoubleStream.of(logarithms.apply(suffix)).sum())
        .toArray();
  }

  private static Answers<Estimate> above(Answers<double[]> sums, double probability, int[] groups) {
    double least = Math.log(probability);
    return sums.map(
        all ->
            Estimate.mean(DoubleStream.of(all).map(sum -> sum > least ? 1 : 0).toArray(), groups));
  }

  /** The heat map: one number for each window along the book. */
  private static Map<String, double[]> book(Answers<double[]> means) {
    Map<String, double[]> book = new LinkedHashMap<>();
    book.put("before", means.before());
    book.put("after", means.after());
    if (means.neverRead() != null) {
      book.put("never_read", means.neverRead());
    }
    return book;
  }

  private List<Map<String, Object>> lines(
      ProbeContext context,
      List<Windows.Window> windows,
      Answers<double[]> sums,
      Answers<double[]> means) {
    List<Map<String, Object>> lines = new ArrayList<>();
    for (int i = 0; i < windows.size(); i++) {
      int index = i;
      Windows.Window window = windows.get(i);
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("document", window.document());
      line.put("start", window.start());
      line.put("text", context.tokenizer().decode(window.ids()));
      line.put("probability", sums.map(all -> Math.exp(all[index])));
      line.put("mean_log_probability", means.map(all -> all[index]));
      lines.add(line);
    }
    return lines;
  }
}
