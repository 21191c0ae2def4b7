package io.github.unlearn4j.model;

import io.github.unlearn4j.weights.Checkpoint;
import io.github.unlearn4j.weights.PendingTensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * A base with an adapter worked into its weights: W + s · B A, computed in float32 from the base's
 * own numbers and written in the base's number format, tensor by tensor.
 */
public final class LoraMerge {
  private LoraMerge() {}

  /** Writes the checkpoint {@code out}; tokenizer and companions come from the base. */
  public static void run(Path base, Path adapterFolder, Path out) {
    try (PointerScope scope = new PointerScope();
        Checkpoint checkpoint = Checkpoint.open(base);
        LoraAdapter adapter =
            AdapterFolder.read(
                adapterFolder, DecoderConfig.of(checkpoint.config()), ComputeType.FLOAT32)) {
      boolean tied = DecoderConfig.of(checkpoint.config()).tiedHead();
      Map<String, Tensor> pairs = adapter.tensors();
      List<PendingTensor> merged = new ArrayList<>();
      for (String name : checkpoint.names()) {
        if (tied && name.equals(ParameterLayout.HEAD)) {
          continue; // some tied checkpoints hold a stale one, which nobody reads
        }
        String pair = LoraAdapter.PREFIX + name.replaceFirst("\\.weight$", "");
        Tensor down = pairs.get(pair + LoraAdapter.DOWN);
        Tensor up = pairs.get(pair + LoraAdapter.UP);
        merged.add(
            new PendingTensor(
                name,
                checkpoint.type(name),
                checkpoint.shape(name),
                () ->
                    down == null
                        ? checkpoint.tensor(name)
                        : merged(checkpoint.tensor(name), down, up, adapter.scaling())));
      }
      Checkpoint.writePending(out, checkpoint.config(), merged, base);
    }
  }

  private static Tensor merged(Tensor weight, Tensor down, Tensor up, double scaling) {
    return weight.to(ScalarType.Float).addmm(up, down, new Scalar(1.0), new Scalar(scaling));
  }
}
