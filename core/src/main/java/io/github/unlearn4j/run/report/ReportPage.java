package io.github.unlearn4j.run.report;

import io.github.unlearn4j.measure.Familiarity.CompletionAnswer;
import io.github.unlearn4j.measure.MeasureDetails;
import io.github.unlearn4j.measure.Measurement;
import io.github.unlearn4j.measure.PromptHalf;
import io.github.unlearn4j.recipe.RecipeText;
import io.github.unlearn4j.whp.Anchor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** One page that needs nothing beside it: no network, and without a script the numbers alone. */
public final class ReportPage {
  private static final int COMPLETIONS_SHOWN = 60;
  private static final int ANCHORS_SHOWN = 200;

  private final ReportData data;

  private ReportPage(ReportData data) {
    this.data = data;
  }

  public static String html(ReportData data) {
    return new ReportPage(data).page();
  }

  private String page() {
    Verdict verdict = Verdict.of(data);
    Map<String, String> parts = new LinkedHashMap<>();
    parts.put("style", PageTemplate.resource("report.css"));
    parts.put("verdictClass", verdict.isGood() ? "good" : "mixed");
    parts.put("verdict", Html.escape(verdict.sentence()));
    parts.put("warnings", warnings());
    parts.put("measured", MeasuredTable.html(data));
    parts.put("benchmarks", BenchmarkChart.html(data));
    parts.put("meanings", meanings());
    parts.put("curve", section("On the way", curve()));
    parts.put("probes", section("Attacks", ProbeTable.html(data.probes())));
    parts.put("judge", section("Graded by a judge", data.judge().html()));
    parts.put("ablation", section("Which parts are needed", data.ablation().html()));
    parts.put("completions", section("Completions side by side", completions()));
    parts.put("labels", section("Labels", data.labels().html()));
    parts.put("anchors", section("Anchors", anchors()));
    parts.put("costs", section("What it cost", StageCost.html(data.costs())));
    parts.put("facts", pairs(data.facts()));
    parts.put("settings", Html.escape(RecipeText.yaml(data.recipe())));
    parts.put("fingerprints", pairs(data.fingerprints()));
    boolean drawn = parts.values().stream().anyMatch(part -> part.contains("class=\"chart "));
    parts.put("script", drawn ? ChartScript.html() : "");
    return PageTemplate.filled("report.html", parts);
  }

  private static String meanings() {
    StringBuilder list = new StringBuilder();
    for (Figure figure : Figure.values()) {
      list.append("<dt>%s</dt><dd>%s</dd>%n".formatted(figure.title(), figure.meaning()));
    }
    return list.toString();
  }

  private String curve() {
    List<Chart> charts = StepCurve.charts(data);
    if (charts.isEmpty()) {
      return "";
    }
    return "<p>By step of the finetune; familiarity is that of the prompts set aside for tuning."
        + " Broken lines are the limits at which it stops, upright bars standard errors. "
        + (data.stop() == null ? "" : Html.escape(data.stop().sentence()))
        + "</p><div class=\"panels\">%s</div>"
            .formatted(charts.stream().map(Chart::html).collect(Collectors.joining()));
  }

  private String warnings() {
    return data.warnings().stream()
        .map(warning -> "<p class=\"warning\">%s</p>%n".formatted(Html.escape(warning)))
        .collect(Collectors.joining());
  }

  /** The same prompt of the reported half answered by every model that has answers. */
  private String completions() {
    Map<String, Map<String, CompletionAnswer>> answers = new LinkedHashMap<>();
    List<String> names = new ArrayList<>();
    for (Measurement model : data.models()) {
      MeasureDetails details = data.details().get(model.model());
      if (details == null || details.completion().isEmpty() || model.model().equals("reinforced")) {
        continue;
      }
      names.add(model.model());
      for (CompletionAnswer answer : details.completion()) {
        if (PromptHalf.REPORT.holds(answer.prompt().split())) {
          answers
              .computeIfAbsent(answer.prompt().prompt(), prompt -> new LinkedHashMap<>())
              .put(model.model(), answer);
        }
      }
    }
    if (answers.isEmpty()) {
      return "";
    }
    StringBuilder list = new StringBuilder("<p>Prompts of the reported half.</p>");
    answers.entrySet().stream()
        .limit(COMPLETIONS_SHOWN)
        .forEach(entry -> list.append(completion(entry.getKey(), names, entry.getValue())));
    int left = answers.size() - COMPLETIONS_SHOWN;
    return list
        + (left > 0 ? "<p>and %d more in measure/NAME.details.jsonl</p>".formatted(left) : "");
  }

  private static String completion(
      String prompt, List<String> names, Map<String, CompletionAnswer> answers) {
    String cells =
        names.stream()
            .filter(answers::containsKey)
            .map(
                name ->
                    "<div><h4>%s</h4><p>%s</p></div>"
                        .formatted(
                            Html.escape(name),
                            Html.marked(answers.get(name).completion(), answers.get(name).names())))
            .collect(Collectors.joining());
    return "<article><p class=\"prompt\">%s …</p><div class=\"answers\">%s</div></article>%n"
        .formatted(Html.escape(prompt), cells);
  }

  private String anchors() {
    if (data.anchors().anchors().isEmpty()) {
      return "";
    }
    StringBuilder table = new StringBuilder("<div class=\"wide\"><table>");
    table.append(Html.head(List.of("term", "kind", "count", "stand-ins")));
    data.anchors().anchors().stream()
        .limit(ANCHORS_SHOWN)
        .forEach(anchor -> table.append(row(anchor)));
    int left = data.anchors().anchors().size() - ANCHORS_SHOWN;
    return table.append("</table></div>") + (left > 0 ? "<p>and %d more</p>".formatted(left) : "");
  }

  private static String row(Anchor anchor) {
    return Html.row(
        List.of(
            Html.escape(anchor.term()),
            anchor.kind().word().replace('_', ' '),
            Integer.toString(anchor.count()),
            anchor.keep()
                ? Html.escape(String.join(", ", anchor.translations()))
                : "(left as it is)"));
  }

  private static String pairs(Map<String, String> pairs) {
    StringBuilder list = new StringBuilder();
    pairs.forEach(
        (name, value) -> list.append(Html.row(List.of(Html.escape(name), Html.escape(value)))));
    return list.toString();
  }

  private static String section(String title, String content) {
    return content.isEmpty() ? "" : "<section><h2>%s</h2>%s</section>".formatted(title, content);
  }
}
