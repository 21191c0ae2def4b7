package io.github.unlearn4j.run.report;

/**
 * Where a finetune came to its end.
 *
 * @param last step that was measured
 * @param reason why it stopped there; null: its steps were used up
 * @param kept step whose weights are the unlearned model
 */
public record StopPoint(int last, String reason, int kept) {
  String sentence() {
    String end =
        reason == null
            ? "It ended at step %d, when its steps were used up".formatted(last)
            : "It stopped at step %d: %s".formatted(last, reason);
    return "%s. Step %d was kept.".formatted(end, kept);
  }
}
