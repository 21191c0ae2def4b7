package io.github.unlearn4j.bench;

import io.github.unlearn4j.base.AtomicFiles;
import io.github.unlearn4j.base.Json;
import io.github.unlearn4j.base.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** What {@code bench/run} starts: measures both sides in turn and records a table. */
final class Bench {
  private static final List<Work> USUAL =
      List.of(Work.BOUND, Work.TRAIN, Work.LABELS, Work.GENERATE, Work.FIRST_TOKEN);

  /** Measurements of each of the peer's ways before one is chosen: a single one may be slow. */
  private static final int ATTEMPTS = 2;

  private final BenchOptions options;
  private final Path root;
  private final Sides sides;
  private final List<Comparison> comparisons = new ArrayList<>();

  private Bench(BenchOptions options, Path root, Path python) {
    this.options = options;
    this.root = root;
    sides = new Sides(root, python, root.resolve("bench/inputs"), options);
  }

  /** Arguments: the repository, the peer's Python, then what the user wrote behind bench/run. */
  public static void main(String[] arguments) throws IOException {
    try {
      Path root = Path.of(arguments[0]);
      BenchOptions options = BenchOptions.of(List.of(arguments).subList(2, arguments.length));
      new Bench(options, root, Path.of(arguments[1])).run();
    } catch (UserError problem) {
      System.err.println("error: " + problem.getMessage());
      System.exit(problem.exitCode().number());
    }
  }

  private void run() throws IOException {
    Path checkpoint = root.resolve(options.model());
    if (!Files.exists(checkpoint.resolve("config.json"))) {
      throw UserError.badInput(
          "%s is no checkpoint; examples/sherlock/README.md says how to get SmolLM2, --model names"
                  .formatted(checkpoint)
              + " another folder");
    }
    RandomShape shape = options.shape();
    Path model = shape == null ? checkpoint : shape.checkpoint(root, checkpoint);
    Inputs.write(root, model, sides.inputs());
    List<Work> works = options.works().isEmpty() ? USUAL : options.works();
    if (works.contains(Work.SCORING)) {
      Inputs.writeItems(root.resolve(options.data()), sides.inputs(), options.quick() ? 20 : 500);
    }
    for (Work work : works) {
      comparisons.add(compare(work, model));
    }
    record();
  }

  /** A B A B …, so that whatever else the machine does meets both sides alike. */
  private Comparison compare(Work work, Path model) {
    Other other = other(work, model);
    List<Sample> ours = new ArrayList<>();
    List<Sample> others = new ArrayList<>();
    for (int pair = 0; pair < options.pairs(); pair++) {
      ours.add(told(work, "ours", sides.ours(work, model)));
      if (other != null) {
        others.add(told(work, other.name(), other.run().get()));
      }
    }
    String remark =
        other == null
            ? ours.getLast().note()
            : "%s: %s".formatted(other.name(), others.getLast().note());
    return new Comparison(work, model.getFileName().toString(), ours, others, remark);
  }

  /** What a work is compared with. */
  private record Other(String name, Supplier<Sample> run) {}

  /** The peer, or other work of ours; null where a work stands alone. */
  private Other other(Work work, Path model) {
    if (work.against() != null) {
      return new Other(work.against().label(), () -> sides.ours(work.against(), model));
    }
    if (work.script() == null) {
      return null;
    }
    String attention = fastestAttention(work, model);
    return new Other("peer", () -> sides.peer(work, model, attention, options.quick()));
  }

  /** The one with the best of its measurements, made in turn as all are. */
  private String fastestAttention(Work work, Path model) {
    boolean quick = options.quick() || work == Work.SCORING; // the same batches, but fewer
    if (work.attentions().size() == 1) {
      return work.attentions().getFirst();
    }
    Map<String, Double> best = new LinkedHashMap<>();
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      for (String attention : work.attentions()) {
        Sample sample = told(work, attention, sides.peer(work, model, attention, quick));
        best.merge(attention, sample.perSecond(), Math::max);
      }
    }
    return Collections.max(best.entrySet(), Map.Entry.comparingByValue()).getKey();
  }

  private static Sample told(Work work, String side, Sample sample) {
    System.err.printf(
        "%s, %s: %s %s%n",
        work.label(),
        side,
        Spread.number(work.isTime() ? sample.seconds() : sample.perSecond()),
        work.unit());
    return sample;
  }

  private void record() {
    Map<String, String> setting = Setting.of(root, sides.python(), options);
    ResultTable table = new ResultTable(setting, comparisons);
    String now = LocalDateTime.now().format(DateTimeFormatter.ofPattern("uuuu-MM-dd-HHmmss"));
    Path results = root.resolve("bench/results");
    AtomicFiles.write(results.resolve(now + ".md"), table.markdown());
    Json.write(results.resolve(now + ".json"), table.json());
    System.out.print(table.markdown());
    System.err.println("recorded in bench/results/%s.md and .json".formatted(now));
  }
}
