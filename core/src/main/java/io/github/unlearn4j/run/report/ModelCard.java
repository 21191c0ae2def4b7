package io.github.unlearn4j.run.report;

import io.github.unlearn4j.measure.Measurement;
import java.nio.file.Path;
import java.util.stream.Collectors;

/** {@code README.md} beside the unlearned model: what it is, how it was made, what was measured. */
public final class ModelCard {
  private ModelCard() {}

  public static String markdown(ReportData data) {
    Verdict verdict = Verdict.of(data);
    return """
    ---
    tags:
    - unlearning
    ---

    # An unlearned model

    A copy of `%s` that was made to forget a text with unlearn4j, by the method of "Who's \
    Harry Potter? Approximate Unlearning in LLMs" (arXiv 2310.02238): trained on the labels \
    that a model which never read the text might predict (alpha %s, seed %d).

    %s

    %s
    Text that was to be forgotten: %s.

    Forgetting was measured on prompts, not proven: what is unlearned can leave traces that \
    other prompts, other languages or further training bring back. The licence of the original \
    model applies.
    """
        .formatted(
            name(data.recipe().model()),
            data.recipe().labels().alpha(),
            data.recipe().seed(),
            verdict.sentence(),
            table(data),
            data.recipe().target().stream().map(ModelCard::name).collect(Collectors.joining(", ")));
  }

  private static String table(ReportData data) {
    StringBuilder table = new StringBuilder("| |");
    data.models().forEach(model -> table.append(" %s |".formatted(model.model())));
    table.append("\n|---|").append("---|".repeat(data.models().size())).append('\n');
    for (Figure figure : Figure.values()) {
      table.append("| %s |".formatted(figure.title()));
      for (Measurement model : data.models()) {
        table.append(" %s |".formatted(figure.text(model)));
      }
      table.append('\n');
    }
    return table.toString();
  }

  /** The folders of the machine it was made on are nobody's business. */
  private static String name(String path) {
    return Path.of(path).getFileName().toString();
  }
}
