package io.github.unlearn4j.cli.demo;

import io.github.unlearn4j.measure.Familiarity.CompletionAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A few prompts with what each model makes of them: those that the first model answers with names
 * of the target, spread evenly over the list.
 */
public final class SideBySide {
  private static final int WIDTH = 72;

  private SideBySide() {}

  /**
   * @param models the answers of each model to the same prompts, the one before forgetting first
   * @return lines to print
   */
  public static List<String> of(Map<String, List<CompletionAnswer>> models, int prompts) {
    List<CompletionAnswer> first = models.values().iterator().next();
    List<Integer> telling = new ArrayList<>();
    for (int i = 0; i < first.size(); i++) {
      if (!first.get(i).names().isEmpty()) {
        telling.add(i);
      }
    }
    List<String> lines = new ArrayList<>();
    int shown = Math.min(prompts, telling.size());
    for (int i = 0; i < shown; i++) {
      int index = telling.get(i * telling.size() / shown);
      lines.add(oneLine(first.get(index).prompt().prompt()) + " …");
      models.forEach(
          (name, answers) ->
              lines.add("  %-10s  %s".formatted(name, shortened(answers.get(index).completion()))));
      lines.add("");
    }
    return lines;
  }

  private static String shortened(String text) {
    String line = oneLine(text);
    if (line.length() <= WIDTH) {
      return line;
    }
    int space = line.lastIndexOf(' ', WIDTH);
    return line.substring(0, space > 0 ? space : WIDTH) + " …";
  }

  private static String oneLine(String text) {
    return text.strip().replaceAll("\\s+", " ");
  }
}
