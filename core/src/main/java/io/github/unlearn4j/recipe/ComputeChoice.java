package io.github.unlearn4j.recipe;

/** The number format of matrix products, or the choice left to the machine. */
public enum ComputeChoice {
  /** bfloat16 where the processor multiplies it in hardware, else float32. */
  AUTO,
  FLOAT32,
  BFLOAT16
}
