package io.github.unlearn4j.model;

/** The number format of matrix products; weights that are trained are float32 besides. */
public enum ComputeType {
  FLOAT32,
  BFLOAT16
}
