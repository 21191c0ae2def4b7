package io.github.unlearn4j.cli;

import io.github.unlearn4j.base.UserError;
import io.github.unlearn4j.run.ExplainBlock;
import io.github.unlearn4j.run.RunDirectory;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Says why the labels of a block are what they are. */
@Command(
    name = "explain",
    description = {
      "Says why each position of a block has the label it has.",
      "",
      "Shows what both models would say, the offset of equation (1), and the rule that settled",
      "it. The block is labelled once more by the code that made the labels. Leaves the same as",
      "a page, explained/block-NNNNN.html in the run folder; ./unlearn report links it.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  ./unlearn explain --run runs/sherlock --block 455",
      "  ./unlearn explain --run runs/sherlock --block 455 --positions 40-60"
    },
    sortOptions = false)
final class ExplainCommand implements Runnable {
  private static final Pattern RANGE = Pattern.compile("(\\d{1,6})(?:-(\\d{1,6}))?");

  @ParentCommand private UnlearnCommand unlearn;

  @Option(names = "--run", paramLabel = "DIR", required = true, description = "A run with labels.")
  private Path run;

  @Option(
      names = "--block",
      paramLabel = "N",
      required = true,
      description = "Number of the block; labels/summary.json lists suspicious ones.")
  private int block;

  @Option(
      names = "--positions",
      paramLabel = "A-B",
      description = "Print these positions only (the page has all).")
  private String positions;

  @Override
  public void run() {
    Matcher range = RANGE.matcher(positions == null ? "0-999999" : positions);
    if (!range.matches()) {
      throw UserError.badSetting(
          "--positions is '%s' but must be one position or two, such as 40-60"
              .formatted(positions));
    }
    int from = Integer.parseInt(range.group(1));
    int to = range.group(2) == null ? from : Integer.parseInt(range.group(2));
    Console console = unlearn.console();
    ExplainBlock.Result result =
        ExplainBlock.run(RunDirectory.existing(run), block, console.progress());
    int length = result.explanation().positions().size();
    if (from > to || from >= length) {
      throw UserError.badSetting(
          "--positions is %s but block %d has the positions 0-%d"
              .formatted(positions, block, length - 1));
    }
    ExplanationText text = new ExplanationText(console.ansi());
    result.explanation().positions().subList(from, Math.min(to + 1, length)).stream()
        .map(text::of)
        .forEach(console::print);
    if (result.differing() > 0) {
      console.say(
          "remark: %d of %d labels are not those in labels/, which another machine or version made"
              .formatted(result.differing(), length));
    }
    console.print("page: " + result.page());
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("block", block);
    event.put("document", result.explanation().document());
    event.put("settings", result.explanation().settings());
    event.put(
        "positions", result.explanation().positions().subList(from, Math.min(to + 1, length)));
    event.put("differing", result.differing());
    event.put("page", result.page().toString());
    console.event("result", event);
  }
}
