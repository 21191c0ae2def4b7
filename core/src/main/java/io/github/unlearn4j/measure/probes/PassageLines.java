package io.github.unlearn4j.measure.probes;

import io.github.unlearn4j.model.TokenScores;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** The score of every passage, one a line, for the file of details. */
final class PassageLines {
  private PassageLines() {}

  static List<Map<String, Object>> of(PassageScores passages, ToDoubleFunction<TokenScores> score) {
    List<Map<String, Object>> lines = new ArrayList<>();
    add(lines, "target", passages.target(), passages.ofTarget(), score);
    add(lines, "comparison", passages.comparison(), passages.ofComparison(), score);
    return lines;
  }

  private static void add(
      List<Map<String, Object>> lines,
      String text,
      List<Windows.Window> windows,
      Answers<List<TokenScores>> scores,
      ToDoubleFunction<TokenScores> score) {
    for (int i = 0; i < windows.size(); i++) {
      int index = i;
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("text", text);
      line.put("document", windows.get(i).document());
      line.put("start", windows.get(i).start());
      line.put("score", scores.map(all -> score.applyAsDouble(all.get(index))));
      lines.add(line);
    }
  }
}
