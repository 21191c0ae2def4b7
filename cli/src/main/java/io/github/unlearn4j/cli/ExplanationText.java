package io.github.unlearn4j.cli;

import io.github.unlearn4j.whp.LabelExplanation;
import io.github.unlearn4j.whp.LabelExplanation.Choice;
import io.github.unlearn4j.whp.LabelRule;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Ansi.Style;

/** One explained position as lines for a terminal; plain text where colours are off. */
final class ExplanationText {
  private static final int NAMED_SHOWN = 5;

  private final Ansi ansi;

  ExplanationText(Ansi ansi) {
    this.ansi = ansi;
  }

  String of(LabelExplanation why) {
    StringBuilder text = new StringBuilder();
    text.append("%5d  ".formatted(why.position()));
    text.append(paint(quoted(why.token()), Style.bold));
    if (why.translated() != null && !why.translated().equals(why.token())) {
      text.append(" → ").append(paint(quoted(why.translated()), Style.bold));
    }
    line(text, "rule", rules(why));
    if (why.label() == null) {
      return text.toString();
    }
    Choice label = why.label();
    boolean changed = why.next() == null || label.id() != why.next().id();
    line(
        text,
        "label",
        paint(quoted(label.token()), changed ? Style.fg_yellow : Style.fg_green)
            + " "
            + percent(label.baseline())
            + offset(label));
    if (why.next() != null && changed) {
      Choice next = why.next();
      line(
          text,
          "text",
          "%s %s%s".formatted(quoted(next.token()), percent(next.baseline()), offset(next)));
    }
    line(text, "baseline", choices(why.baseline(), Choice::baseline));
    if (!why.reinforced().isEmpty()) {
      line(text, "reinforced", choices(why.reinforced(), Choice::reinforced));
    }
    if (!why.soft().isEmpty()) {
      String named =
          why.soft().stream()
              .limit(NAMED_SHOWN)
              .map(each -> quoted(each.token()) + " " + percent(each.probability()))
              .collect(Collectors.joining(", "));
      line(text, "soft label", named + ", … (%d named)".formatted(why.soft().size()));
    }
    return text.toString();
  }

  private String rules(LabelExplanation why) {
    String words = why.rules().stream().map(LabelRule::words).collect(Collectors.joining("; "));
    LabelRule first = why.rules().getFirst();
    return first == LabelRule.PLAIN
        ? words
        : paint(words, first.leavesOut() ? Style.faint : Style.fg_cyan);
  }

  private String choices(List<Choice> choices, Function<Choice, Double> probability) {
    return choices.stream()
        .map(
            choice ->
                quoted(choice.token())
                    + " "
                    + percent(probability.apply(choice))
                    + (choice.forbidden() ? paint(" forbidden", Style.fg_red) : ""))
        .collect(Collectors.joining(", "));
  }

  private static String offset(Choice choice) {
    return choice.offset() == 0 ? "" : String.format(Locale.ROOT, ", offset %.2f", choice.offset());
  }

  private void line(StringBuilder text, String name, String content) {
    text.append(System.lineSeparator()).append("       %-11s".formatted(name)).append(content);
  }

  private String paint(String text, Style style) {
    return ansi.enabled() ? style.on() + text + style.off() : text;
  }

  private static String quoted(String token) {
    return "“" + token.replace("\n", "⏎").replace("\r", "").replace("\t", "⇥") + "”";
  }

  private static String percent(double probability) {
    return probability >= 1e-3
        ? String.format(Locale.ROOT, "%.1f%%", 100 * probability)
        : String.format(Locale.ROOT, "%.0e", probability);
  }
}
