package io.github.unlearn4j.run.report;

import io.github.unlearn4j.measure.Interval;
import io.github.unlearn4j.measure.Measurement;
import io.github.unlearn4j.measure.probes.ProbeResult;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** {@code README.md} beside the unlearned model: what it is, how it was made, what was measured. */
public final class ModelCard {
  private ModelCard() {}

  public static String markdown(ReportData data) {
    return """
    %s
    # An unlearned model

    A copy of `%s` that was made to forget a text with unlearn4j, by the method of "Who's \
    Harry Potter? Approximate Unlearning in LLMs" (arXiv 2310.02238): trained on the labels \
    that a model which never read the text might predict (alpha %s, seed %d).

    %s%s

    ## Before and after

    %s
    Text that was to be forgotten: %s.
    %s
    Forgetting was measured on prompts, not proven: what is unlearned can leave traces that \
    other prompts, other languages or further training bring back. The licence of the original \
    model applies.
    """
        .formatted(
            CardHead.yaml(data),
            name(data.recipe().model()),
            data.recipe().labels().alpha(),
            data.recipe().seed(),
            data.warnings().stream().map("**%s**\n\n"::formatted).collect(Collectors.joining()),
            Verdict.of(data).sentence(),
            table(data),
            data.recipe().target().stream().map(ModelCard::name).collect(Collectors.joining(", ")),
            probes(data));
  }

  private static String table(ReportData data) {
    StringBuilder table = new StringBuilder("| |");
    data.models().forEach(model -> table.append(" %s |".formatted(model.model())));
    table.append("\n|---|").append("---|".repeat(data.models().size())).append('\n');
    for (Figure figure : Figure.values()) {
      table.append("| %s |".formatted(figure.title()));
      for (Measurement model : data.models()) {
        Interval interval = data.intervals().of(model.model(), figure.key());
        table.append(" %s%s |".formatted(figure.text(model), range(interval)));
      }
      table.append('\n');
    }
    for (String title : titles(data)) {
      table.append("| %s |".formatted(title));
      data.models().forEach(model -> table.append(benchmark(data, model, title)));
      table.append('\n');
    }
    return data.intervals().models().isEmpty()
        ? table.toString()
        : table + "\nIn brackets: 95 % intervals over prompts, blocks or items.\n";
  }

  private static Set<String> titles(ReportData data) {
    Set<String> titles = new LinkedHashSet<>();
    data.benchmarks().values().forEach(all -> all.forEach(score -> titles.add(score.title())));
    return titles;
  }

  private static String benchmark(ReportData data, Measurement model, String title) {
    return data.benchmarks().getOrDefault(model.model(), List.of()).stream()
        .filter(score -> score.title().equals(title))
        .map(score -> " %s |".formatted(score.text()))
        .findFirst()
        .orElse(" – |");
  }

  private static String range(Interval interval) {
    return interval == null
        ? ""
        : " (%s to %s)".formatted(Digits.of(interval.low()), Digits.of(interval.high()));
  }

  private static String probes(ReportData data) {
    if (data.probes() == null) {
      return "";
    }
    StringBuilder table =
        new StringBuilder(
            """

            ## Attacks

            | probe | before | after | never read | should be | what it shows |
            |---|---|---|---|---|---|
            """);
    for (ProbeResult probe : data.probes().probes()) {
      if (probe.before() != null) {
        table.append(
            "| %s | %s | %s | %s | %s | %s (%s) |%n"
                .formatted(
                    probe.name(),
                    ProbeText.withError(probe.before()),
                    ProbeText.withError(probe.after()),
                    ProbeText.yardstick(probe),
                    ProbeText.better(probe),
                    probe.shows().replace("|", "\\|"),
                    probe.unit()));
      }
    }
    return table.toString();
  }

  /** The folders of the machine it was made on are nobody's business. */
  private static String name(String path) {
    return Path.of(path).getFileName().toString();
  }
}
