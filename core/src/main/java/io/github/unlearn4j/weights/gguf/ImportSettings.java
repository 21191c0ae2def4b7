package io.github.unlearn4j.weights.gguf;

import io.github.unlearn4j.base.Setting;
import io.github.unlearn4j.weights.SafetensorsType;

/** How a GGUF file is turned into a checkpoint. */
public record ImportSettings(
    @Setting(
            "number format written: float32 holds dequantised values exactly, bfloat16 and float16"
                + " halve the folder and round")
        NumberFormat numberFormat) {
  public static final ImportSettings DEFAULTS = new ImportSettings(NumberFormat.FLOAT32);

  /** The formats of weights in a checkpoint. */
  public enum NumberFormat {
    FLOAT32(SafetensorsType.F32),
    BFLOAT16(SafetensorsType.BF16),
    FLOAT16(SafetensorsType.F16);

    private final SafetensorsType type;

    NumberFormat(SafetensorsType type) {
      this.type = type;
    }

    SafetensorsType type() {
      return type;
    }
  }
}
