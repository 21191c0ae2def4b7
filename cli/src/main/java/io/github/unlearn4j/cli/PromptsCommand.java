package io.github.unlearn4j.cli;

import io.github.unlearn4j.base.Check;
import io.github.unlearn4j.base.UserError;
import io.github.unlearn4j.base.endpoint.Endpoint;
import io.github.unlearn4j.base.endpoint.EndpointSettings;
import io.github.unlearn4j.measure.prompts.WritePrompts;
import io.github.unlearn4j.measure.prompts.WrittenPrompts;
import io.github.unlearn4j.text.Corpus;
import io.github.unlearn4j.text.Document;
import io.github.unlearn4j.text.TextSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Has a language model write the prompts that familiarity is measured by. */
@Command(
    name = "prompts",
    description = {
      "Has a language model at an OpenAI-compatible endpoint write prompts about a target.",
      "Leaves probability_prompts.jsonl and completion_prompts.jsonl, for the settings",
      "measure.probability_prompts and measure.completion_prompts, or for measure --prompts.",
      "Answers that do not stand in the target or stand in the prompt, and repeated prompts, are",
      "thrown away and counted. Read the rest: a person sees more. Started again it goes on."
    },
    footer = {
      "",
      "Example:",
      "  ./unlearn prompts --target book.txt --endpoint http://localhost:8080/v1 \\",
      "      --endpoint-model NAME --out prompts/"
    },
    sortOptions = false)
final class PromptsCommand implements Runnable {
  @ParentCommand private UnlearnCommand unlearn;

  @Option(
      names = "--target",
      paramLabel = "PATH",
      arity = "1..*",
      required = true,
      description = "Text that the prompts ask for: files or folders of .txt, .md, .jsonl.")
  private List<Path> target;

  @Option(
      names = "--endpoint",
      paramLabel = "URL",
      required = true,
      description =
          "Base URL of the endpoint; its key comes from " + EndpointSettings.KEY_VARIABLE + ".")
  private String endpoint;

  @Option(
      names = "--endpoint-model",
      paramLabel = "NAME",
      required = true,
      description = "Which model there.")
  private String model;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "Folder of the prompts and of the replies behind them.")
  private Path out;

  @Option(
      names = "--passages",
      paramLabel = "N",
      defaultValue = "100",
      description = "Random passages that are asked about (default: ${DEFAULT-VALUE}).")
  private int passages;

  @Option(
      names = "--passage-words",
      paramLabel = "N",
      defaultValue = "300",
      description = "Words in a passage (default: ${DEFAULT-VALUE}).")
  private int words;

  @Option(
      names = "--each",
      paramLabel = "N",
      defaultValue = "3",
      description = "Prompts asked for about a passage (default: ${DEFAULT-VALUE}).")
  private int each;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Seed of the draw of passages (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--parallel",
      paramLabel = "N",
      defaultValue = "4",
      description = "Requests under way at a time (default: ${DEFAULT-VALUE}).")
  private int parallel;

  @Option(
      names = "--timeout-seconds",
      paramLabel = "N",
      defaultValue = "120",
      description = "Seconds for one answer (default: ${DEFAULT-VALUE}).")
  private int timeoutSeconds;

  @Override
  public void run() {
    Check.atLeast("--passages", passages, 1);
    Check.between("--passage-words", words, 20, 5000);
    Check.between("--each", each, 1, 20);
    Check.between("--parallel", parallel, 1, 64);
    Check.atLeast("--timeout-seconds", timeoutSeconds, 1);
    Endpoint asked = Endpoint.of(settings(), System.getenv()::get);
    for (String name : List.of(WrittenPrompts.PROBABILITY_FILE, WrittenPrompts.COMPLETION_FILE)) {
      if (Files.exists(out.resolve(name))) {
        throw UserError.badSetting(
            "%s exists and may have been edited; choose another --out or move it away"
                .formatted(out.resolve(name)));
      }
    }
    String text =
        Corpus.read(target, TextSettings.DEFAULTS).stream()
            .map(Document::text)
            .collect(Collectors.joining("\n\n"));
    Console console = unlearn.console();
    WrittenPrompts prompts =
        new WritePrompts(asked, out.resolve("replies.jsonl"), parallel)
            .run(text, passages, words, each, seed, console.progress());
    prompts.save(out);
    print(console, prompts);
  }

  private EndpointSettings settings() {
    EndpointSettings.Keys keys =
        new EndpointSettings.Keys(
            "--endpoint", "--endpoint-model", "--timeout-seconds", "lower --passage-words");
    return new EndpointSettings(
        endpoint, model, EndpointSettings.KEY_VARIABLE, timeoutSeconds, 3, 0, keys);
  }

  private void print(Console console, WrittenPrompts prompts) {
    int kept = prompts.probability().size();
    int thrown = prompts.thrownAway().values().stream().mapToInt(Integer::intValue).sum();
    console.print(
        "%d prompts kept, %d thrown away, from %d replies (%d asked now, %d without a prompt)"
            .formatted(kept, thrown, prompts.replies(), prompts.asked(), prompts.unreadable()));
    prompts
        .thrownAway()
        .forEach((reason, count) -> console.print("  %5d  %s".formatted(count, reason)));
    console.print("prompts: " + out.resolve(WrittenPrompts.PROBABILITY_FILE));
    console.print("         " + out.resolve(WrittenPrompts.COMPLETION_FILE));
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("kept", kept);
    result.put("thrown_away", prompts.thrownAway());
    result.put("replies", prompts.replies());
    result.put("unreadable", prompts.unreadable());
    result.put("out", out.toString());
    console.event("result", result);
  }
}
