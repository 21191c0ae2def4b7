package io.github.unlearn4j.bench;

import java.util.List;
import java.util.Locale;

/** What can be timed. */
enum Work implements Named {
  /** Full finetune steps, 512 tokens a block, 8 blocks a step. */
  TRAIN("tokens/s", "train.py", List.of("eager", "sdpa")),
  /** The same steps with LoRA of rank 16, against our own full finetune of train. */
  LORA("tokens/s", null, List.of()),
  /** LoRA steps of rank 16, against PEFT's. */
  LORA_PEFT("tokens/s", "lora.py", List.of("eager", "sdpa")),
  /** Labels of blocks of 512 tokens from a pass of two models. */
  LABELS("tokens/s", "labels.py", List.of("eager", "sdpa")),
  /** Multiple-choice items, against lm-eval. */
  SCORING("items/s", "scoring.py", List.of("eager", "sdpa")),
  /** 16 prompts continued greedily by 64 tokens each. */
  GENERATE("tokens/s", "generate.py", List.of("eager", "sdpa")),
  /** From the start of a process to the first token on its standard output. */
  FIRST_TOKEN("s", "first_token.py", List.of("sdpa")),
  /** All matrix products of a training step, nothing else: the bound for train. */
  BOUND("tokens/s", null, List.of()),
  /** Training steps over 1, 2 and 4 times as many blocks: cost must be linear, memory flat. */
  LENGTH("tokens/s", null, List.of()),
  /** The whole example of the repository; our side only. */
  FORGET("s", null, List.of());

  private final String unit;
  private final String script;
  private final List<String> attentions;

  Work(String unit, String script, List<String> attentions) {
    this.unit = unit;
    this.script = script;
    this.attentions = attentions;
  }

  @Override
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  String unit() {
    return unit;
  }

  /** Whether the time itself is the result. */
  boolean isTime() {
    return unit.equals("s");
  }

  /** The peer's script; null where there is none. */
  String script() {
    return script;
  }

  /** Our own work that this one is compared with; null where it stands alone or has a peer. */
  Work against() {
    return this == LORA ? TRAIN : null;
  }

  /** The peer's ways to compute attention, of which the fastest is taken. */
  List<String> attentions() {
    return attentions;
  }

  static Work named(String label) {
    return Named.find("work", label, values());
  }
}
