package io.github.unlearn4j.model;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.unlearn4j.base.UserError;
import io.github.unlearn4j.tensor.Torch;
import io.github.unlearn4j.weights.Checkpoint;
import io.github.unlearn4j.weights.PendingTensor;
import io.github.unlearn4j.weights.SafetensorsType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;

/** A decoder's parameters from and to checkpoint folders, one tensor at a time. */
final class DecoderFiles {
  private DecoderFiles() {}

  static void read(Checkpoint checkpoint, Parameters parameters) {
    for (Map.Entry<String, Tensor> parameter : parameters.exact().entrySet()) {
      try (PointerScope scope = new PointerScope()) {
        String name = parameter.getKey();
        Tensor stored = checkpoint.tensor(name);
        Tensor wanted = parameter.getValue();
        if (!Arrays.equals(Torch.shape(stored), Torch.shape(wanted))) {
          throw UserError.badInput(
              "%s: tensor %s has shape %s but config.json asks for %s"
                  .formatted(
                      checkpoint.folder(),
                      name,
                      Arrays.toString(Torch.shape(stored)),
                      Arrays.toString(Torch.shape(wanted))));
        }
        wanted.copy_(stored);
      }
    }
    parameters.publish();
  }

  /** Each tensor is converted when its turn comes, so that no second copy of all exists. */
  static void write(
      Path folder, JsonNode config, Parameters parameters, SafetensorsType format, Path source) {
    List<PendingTensor> tensors = new ArrayList<>();
    parameters
        .exact()
        .forEach((name, tensor) -> tensors.add(PendingTensor.of(name, tensor, format)));
    Checkpoint.writePending(folder, config, tensors, source);
  }
}
