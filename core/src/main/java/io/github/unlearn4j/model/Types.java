package io.github.unlearn4j.model;

import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** The library's optional dtype arguments. */
final class Types {
  private Types() {}

  static ScalarTypeOptional optional(ScalarType type) {
    return new ScalarTypeOptional(type);
  }

  static ScalarTypeOptional none() {
    return new ScalarTypeOptional();
  }
}
