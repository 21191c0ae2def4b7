package io.github.unlearn4j.train;

import io.github.unlearn4j.tensor.Device;

/** Holds the bounds that {@link CardParityTest} asks of a card. */
class ProcessorParityTest extends DeviceParity {
  @Override
  Device device() {
    return Device.CPU;
  }
}
