package io.github.unlearn4j.recipe;

import io.github.unlearn4j.base.Check;
import io.github.unlearn4j.base.Setting;
import io.github.unlearn4j.measure.MeasureSettings;
import io.github.unlearn4j.measure.probes.ProbeSettings;
import io.github.unlearn4j.tensor.Device;
import io.github.unlearn4j.text.TextSettings;
import io.github.unlearn4j.train.TrainSettings;
import io.github.unlearn4j.whp.AnchorSettings;
import io.github.unlearn4j.whp.LabelSettings;
import java.util.List;

/**
 * Every setting of one run. The record tree is the only source of the settings: {@link SettingTree}
 * reads from it the keys of the YAML file and of {@code --set}, the help text, and what is saved as
 * {@code recipe.yaml}.
 */
public record Recipe(
    @Setting("where the defaults come from: small (models under 500 M), paper-7b") Preset preset,
    @Setting("seed of every draw: the same seed on the same machine gives the same labels")
        long seed,
    @Setting(value = "checkpoint folder of the baseline model (Hugging Face layout)", path = true)
        String model,
    @Setting(value = "text to forget: files or folders of .txt, .md, .jsonl", path = true)
        List<String> target,
    @Setting(
            value = "text that must not be harmed; only ablate's gradient-difference trains on it",
            path = true)
        List<String> retain,
    @Setting(value = "folder of the run; empty: runs/ and the recipe's name", path = true)
        String out,
    @Setting(
            "number format of matrix products: auto (bfloat16 where the processor has it), float32,"
                + " bfloat16")
        ComputeChoice compute,
    @Setting(
            "where the model computes: cpu, cuda, cuda:N, or auto (a graphics card if one can be"
                + " used)")
        String device,
    @Setting("processor threads; 0: one for each core") int threads,
    @Setting("most memory the run may take, in GiB; 0: what the machine, or the card, has")
        double memoryLimitGib,
    TextSettings text,
    AnchorSettings anchors,
    TrainSettings reinforce,
    LabelSettings labels,
    TrainSettings finetune,
    StopSettings stop,
    MeasureSettings measure,
    ProbeSettings probe,
    AblateSettings ablate) {

  public Recipe {
    Device.checkName(device);
    Check.between("threads", threads, 0, 1024);
    Check.atLeast("memory_limit_gib", memoryLimitGib, 0);
    target = List.copyOf(target);
    retain = List.copyOf(retain);
  }
}
