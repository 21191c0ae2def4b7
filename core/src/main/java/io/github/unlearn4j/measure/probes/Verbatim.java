package io.github.unlearn4j.measure.probes;

import io.github.unlearn4j.base.Progress;
import io.github.unlearn4j.measure.EvenSample;
import io.github.unlearn4j.measure.InPortions;
import io.github.unlearn4j.measure.MeasuredModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Verbatim memorisation as MUSE measures it (arXiv 2407.06460, VerbMem): a stretch of the target is
 * continued greedily and compared with how the target goes on.
 */
final class Verbatim implements Probe {
  static final int PROMPT = 100;
  static final int CONTINUATION = 128; // as MUSE's own evaluation has it
  private static final int AT_A_TIME = 32;

  @Override
  public String name() {
    return "verbatim";
  }

  @Override
  public String shows() {
    return "how much of the target's own words a greedy continuation of a passage repeats";
  }

  @Override
  public String unit() {
    return "ROUGE-L F1";
  }

  @Override
  public Better better() {
    return Better.LOWER;
  }

  /** Generating costs more than reading, so a quarter of the limit is enough. */
  @Override
  public ProbeResult run(ProbeContext context) {
    List<Windows.Window> windows =
        Windows.of(
            context.texts().target(),
            PROMPT + CONTINUATION,
            PROMPT + CONTINUATION,
            context.settings());
    if (context.settings().limit() > 0) {
      windows = EvenSample.of(windows, Math.max(1, context.settings().limit() / 4));
    }
    if (windows.isEmpty()) {
      return ProbeResult.missing(
          this, "the target has no stretch of %d tokens".formatted(PROMPT + CONTINUATION));
    }
    List<Windows.Window> asked = windows;
    Answers<List<String>> continued =
        context.ask(
            name(), asked.size(), (model, task) -> continuations(context, model, asked, task));
    List<String> expected =
        asked.stream().map(window -> text(context, window, PROMPT, PROMPT + CONTINUATION)).toList();
    Answers<double[]> scores = continued.map(texts -> scores(expected, texts));
    return ProbeResult.of(this, scores.map(Estimate::mean))
        .detail("prompt_tokens", PROMPT)
        .detail("continuation_tokens", CONTINUATION)
        .lines(lines(context, asked, expected, continued, scores));
  }

  private static List<String> continuations(
      ProbeContext context, MeasuredModel model, List<Windows.Window> windows, Progress.Task task) {
    return InPortions.ask(
        windows,
        AT_A_TIME,
        task,
        some ->
            model
                .completeGreedily(
                    some.stream().map(window -> Arrays.copyOf(window.ids(), PROMPT)).toList(),
                    CONTINUATION)
                .stream()
                .map(context.tokenizer()::decode)
                .toList());
  }

  private static String text(ProbeContext context, Windows.Window window, int from, int to) {
    return context.tokenizer().decode(Arrays.copyOfRange(window.ids(), from, to));
  }

  private static double[] scores(List<String> expected, List<String> found) {
    return IntStream.range(0, expected.size())
        .mapToDouble(i -> RougeL.f1(expected.get(i), found.get(i)))
        .toArray();
  }

  private static List<Map<String, Object>> lines(
      ProbeContext context,
      List<Windows.Window> windows,
      List<String> expected,
      Answers<List<String>> continued,
      Answers<double[]> scores) {
    List<Map<String, Object>> lines = new ArrayList<>();
    for (int i = 0; i < windows.size(); i++) {
      int index = i;
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("prompt", text(context, windows.get(i), 0, PROMPT));
      line.put("target", expected.get(i));
      line.put("continuation", continued.map(texts -> texts.get(index)));
      line.put("rouge_l", scores.map(all -> all[index]));
      lines.add(line);
    }
    return lines;
  }
}
