package io.github.unlearn4j.measure;

import io.github.unlearn4j.base.Check;
import io.github.unlearn4j.base.Setting;
import io.github.unlearn4j.base.UserError;
import java.util.List;

/** What is measured, and on how much text. */
public record MeasureSettings(
    @Setting(
            value =
                "prompts with the strings that would give the target away (JSON lines); may be"
                    + " empty",
            path = true)
        String probabilityPrompts,
    @Setting(
            value =
                "prompts to complete, with the names that would give the target away (JSON lines)",
            path = true)
        String completionPrompts,
    @Setting("tokens generated for each completion prompt") int completionTokens,
    @Setting("blocks of target text, and of retain text, for perplexity") int perplexityBlocks,
    @Setting("first occurrences of anchors in held-back target text for anchor recall")
        int anchorOccurrences,
    @Setting(
            "benchmarks scored on the baseline, on the way and on the unlearned model, by name, or"
                + " all; none: they cost nothing")
        List<String> tasks,
    @Setting(value = "folder of the benchmarks' items: NAME.jsonl or NAME_….jsonl", path = true)
        String taskData,
    @Setting("items of each benchmark, the same for every model; 0: all") int taskLimit,
    JudgeSettings judge) {
  public static final MeasureSettings DEFAULTS =
      new MeasureSettings("", "", 24, 24, 200, List.of(), "", 200, JudgeSettings.DEFAULTS);

  public MeasureSettings {
    Check.between("measure.completion_tokens", completionTokens, 1, 1024);
    Check.atLeast("measure.perplexity_blocks", perplexityBlocks, 1);
    Check.atLeast("measure.anchor_occurrences", anchorOccurrences, 1);
    tasks = List.copyOf(tasks);
    if (!tasks.isEmpty() && taskData.isEmpty()) {
      throw UserError.badSetting(
          "measure.tasks needs measure.task_data, the folder with the benchmarks' items");
    }
    Check.atLeast("measure.task_limit", taskLimit, 0);
  }
}
