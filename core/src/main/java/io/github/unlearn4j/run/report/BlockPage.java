package io.github.unlearn4j.run.report;

import io.github.unlearn4j.whp.BlockExplanation;
import io.github.unlearn4j.whp.LabelExplanation;
import io.github.unlearn4j.whp.LabelExplanation.Choice;
import io.github.unlearn4j.whp.LabelExplanation.Named;
import io.github.unlearn4j.whp.LabelRule;
import io.github.unlearn4j.whp.LabelSettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * One block of the target as running text; pointing at a token, or tapping it, shows why it has its
 * label. One file that needs nothing beside it: no network, no script.
 */
public final class BlockPage {
  private static final int NAMED_SHOWN = 8;

  private BlockPage() {}

  public static String html(BlockExplanation block) {
    LabelSettings settings = block.settings();
    Map<String, String> parts = new LinkedHashMap<>();
    parts.put("style", PageTemplate.resource("report.css") + PageTemplate.resource("block.css"));
    parts.put("block", Integer.toString(block.block()));
    // The folders of the machine are nobody's business.
    parts.put("document", Html.escape(block.document().replaceFirst("^.*[/\\\\]", "")));
    parts.put("mode", word(settings.mode()));
    parts.put("form", word(settings.form()));
    parts.put("offset", word(settings.offset()));
    parts.put("alpha", settings.alphas().getFirst().toString());
    parts.put(
        "tokens", block.positions().stream().map(BlockPage::token).collect(Collectors.joining()));
    parts.put("rows", block.positions().stream().map(BlockPage::row).collect(Collectors.joining()));
    return PageTemplate.filled("block.html", parts);
  }

  private static String token(LabelExplanation why) {
    String text = why.token().isEmpty() ? "▫" : why.token().replace("\n", "⏎\n");
    return "<span class=\"t %s\" tabindex=\"0\">%s<span class=\"note\">%s</span></span>"
        .formatted(kind(why), Html.escape(text), note(why));
  }

  /** The colour of a token: what has settled its label first. */
  private static String kind(LabelExplanation why) {
    String rule =
        switch (why.rules().getFirst()) {
          case INSIDE_ANCHOR, SECOND_OCCURRENCE, OTHER_END, LAST_OF_BLOCK, BEYOND_CONTEXT -> "none";
          case FIRST_OCCURRENCE -> "first";
          case ANCHOR_FORBIDDEN, STAND_IN_FORBIDDEN -> "forbidden";
          case PUSHED_DOWN -> "pushed";
          case PLAIN -> "plain";
        };
    return isChanged(why) ? rule + " changed" : rule;
  }

  private static boolean isChanged(LabelExplanation why) {
    return why.label() != null && (why.next() == null || why.label().id() != why.next().id());
  }

  private static String note(LabelExplanation why) {
    StringBuilder note = new StringBuilder("<b>%d: %s".formatted(why.position(), quoted(why)));
    note.append("</b><em>").append(rules(why)).append("</em>");
    if (why.label() == null) {
      return note.toString();
    }
    note.append("<span class=\"columns\">");
    column(note, "label", List.of(why.label()), Choice::baseline);
    if (why.next() != null) {
      column(note, "next in the original", List.of(why.next()), Choice::baseline);
    }
    column(note, "baseline, translated block", why.baseline(), Choice::baseline);
    column(note, "reinforced, original block", why.reinforced(), Choice::reinforced);
    soft(note, why.soft());
    return note.append("</span>").toString();
  }

  private static String quoted(LabelExplanation why) {
    String token = Html.quoted(why.token());
    return why.translated() == null || why.translated().equals(why.token())
        ? token
        : token + " → " + Html.quoted(why.translated());
  }

  private static String rules(LabelExplanation why) {
    return why.rules().stream().map(LabelRule::words).collect(Collectors.joining("; "));
  }

  private static void column(
      StringBuilder note,
      String title,
      List<Choice> choices,
      ToDoubleFunction<Choice> probability) {
    if (choices.isEmpty()) {
      return;
    }
    note.append("<span><u>").append(title).append("</u>");
    for (Choice choice : choices) {
      note.append("<i>").append(Html.quoted(choice.token())).append("</i> ");
      note.append(percent(probability.applyAsDouble(choice)));
      String more = choice.forbidden() ? ", forbidden" : "";
      note.append("<small>offset ")
          .append(String.format(Locale.ROOT, "%.2f", choice.offset()))
          .append(more)
          .append("</small><br>");
    }
    note.append("</span>");
  }

  private static void soft(StringBuilder note, List<Named> soft) {
    if (soft.isEmpty()) {
      return;
    }
    note.append("<span><u>soft label, ").append(soft.size()).append(" named</u>");
    double shown = 0;
    for (Named named : soft.subList(0, Math.min(NAMED_SHOWN, soft.size()))) {
      note.append("<i>").append(Html.quoted(named.token())).append("</i> ");
      note.append(percent(named.probability())).append("<br>");
      shown += named.probability();
    }
    note.append("all others ").append(percent(Math.max(1 - shown, 0))).append("</span>");
  }

  private static String row(LabelExplanation why) {
    return Html.row(
        List.of(
            Integer.toString(why.position()),
            quoted(why),
            why.label() == null
                ? ""
                : Html.quoted(why.label().token()) + " " + percent(why.label().baseline()),
            why.next() == null ? "" : Html.quoted(why.next().token()),
            rules(why)));
  }

  private static String percent(double probability) {
    return probability >= 1e-3
        ? String.format(Locale.ROOT, "%.1f %%", 100 * probability)
        : String.format(Locale.ROOT, "%.0e", probability);
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
