package io.github.unlearn4j.model;

import io.github.unlearn4j.tensor.Device;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The number format of matrix products, and where they run; weights that are trained are float32
 * besides.
 */
public record ComputeType(ScalarType scalarType, Device device) {
  /** float32 on the CPU. */
  public static final ComputeType FLOAT32 = new ComputeType(ScalarType.Float, Device.CPU);

  /** bfloat16 on the CPU. */
  public static final ComputeType BFLOAT16 = new ComputeType(ScalarType.BFloat16, Device.CPU);

  /** The same format on another device. */
  public ComputeType on(Device other) {
    return new ComputeType(scalarType, other);
  }

  public boolean isFloat32() {
    return scalarType == ScalarType.Float;
  }

  /** The format's name as settings write it: float32 or bfloat16. */
  public String format() {
    return isFloat32() ? "float32" : "bfloat16";
  }

  /** A copy of a tensor in this format, on this device. */
  Tensor take(Tensor tensor) {
    return device.take(tensor.to(scalarType));
  }

  /** The format, and the device unless it is the CPU. */
  @Override
  public String toString() {
    return device.isCpu() ? format() : format() + " on " + device;
  }
}
