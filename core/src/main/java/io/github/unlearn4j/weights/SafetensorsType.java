package io.github.unlearn4j.weights;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The number formats of a safetensors file that libtorch can compute with. Their order is the order
 * of tensors in a written file: formats with larger alignment first, as the Python package does.
 */
public enum SafetensorsType {
  I64(ScalarType.Long, 8, "int64"),
  F64(ScalarType.Double, 8, "float64"),
  F32(ScalarType.Float, 4, "float32"),
  I32(ScalarType.Int, 4, "int32"),
  BF16(ScalarType.BFloat16, 2, "bfloat16"),
  F16(ScalarType.Half, 2, "float16"),
  I16(ScalarType.Short, 2, "int16"),
  I8(ScalarType.Char, 1, "int8"),
  U8(ScalarType.Byte, 1, "uint8"),
  BOOL(ScalarType.Bool, 1, "bool");

  private final ScalarType scalarType;
  private final int bytes;
  private final String configName;

  SafetensorsType(ScalarType scalarType, int bytes, String configName) {
    this.scalarType = scalarType;
    this.bytes = bytes;
    this.configName = configName;
  }

  public ScalarType scalarType() {
    return scalarType;
  }

  /** Bytes of one number. */
  public int bytes() {
    return bytes;
  }

  /** How {@code config.json} spells it under {@code torch_dtype}. */
  public String configName() {
    return configName;
  }

  public boolean isFloating() {
    return this == F64 || this == F32 || this == BF16 || this == F16;
  }

  /** The format of a tensor in memory. */
  public static SafetensorsType of(Tensor tensor) {
    return of(tensor.scalar_type());
  }

  /** The format that holds numbers of this type as they are. */
  public static SafetensorsType of(ScalarType wanted) {
    for (SafetensorsType type : values()) {
      if (type.scalarType == wanted.intern()) {
        return type;
      }
    }
    throw new IllegalArgumentException("a safetensors file cannot hold a tensor of " + wanted);
  }

  static String names() {
    return Arrays.stream(values()).map(Enum::name).collect(Collectors.joining(", "));
  }
}
