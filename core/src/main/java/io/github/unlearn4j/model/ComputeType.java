package io.github.unlearn4j.model;

import org.bytedeco.pytorch.global.torch.ScalarType;

/** The number format of matrix products; weights that are trained are float32 besides. */
public enum ComputeType {
  FLOAT32(ScalarType.Float),
  BFLOAT16(ScalarType.BFloat16);

  private final ScalarType scalarType;

  ComputeType(ScalarType scalarType) {
    this.scalarType = scalarType;
  }

  ScalarType scalarType() {
    return scalarType;
  }
}
