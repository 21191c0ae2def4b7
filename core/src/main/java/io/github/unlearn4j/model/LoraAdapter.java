package io.github.unlearn4j.model;

import io.github.unlearn4j.tensor.Kept;
import io.github.unlearn4j.tensor.Torch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Narrow pairs A, B beside a decoder's frozen projections (LoRA), in flat buffers like {@link
 * Parameters}: float32 master, a copy to compute with, and for training a gradient.
 */
public final class LoraAdapter implements Trained, AutoCloseable {
  /** How PEFT names a pair: this, the projection's name, and one of the two endings. */
  static final String PREFIX = "base_model.model.";

  static final String DOWN = ".lora_A.weight";
  static final String UP = ".lora_B.weight";

  private final LoraLayout layout;
  private final double scaling;
  private final Kept kept = new Kept();
  private final Tensor master;
  private final Tensor compute;
  private final Tensor gradient;
  private final Map<String, LoraGroup> groups = new HashMap<>();

  LoraAdapter(LoraLayout layout, double scaling, ComputeType type, boolean training) {
    this.layout = layout;
    this.scaling = scaling;
    try (PointerScope scope = new PointerScope()) {
      master = kept.keep(Torch.zeros(type.device(), ScalarType.Float, layout.length()));
      compute =
          type.isFloat32()
              ? master
              : kept.keep(Torch.zeros(type.device(), type.scalarType(), layout.length()));
      gradient =
          training
              ? kept.keep(Torch.zeros(type.device(), ScalarType.Float, layout.length()))
              : null;
      layout.groups().forEach((first, pairs) -> groups.put(first, group(pairs)));
    }
  }

  /** What one more adapter holds in memory while it is trained, AdamW's moments not counted. */
  static long parameterCount(DecoderConfig config, LoraSettings settings) {
    return LoraLayout.of(config, settings).length();
  }

  /** PEFT's start: A uniform in ±1 / √inputs (Kaiming's with a = √5), B zero. */
  void initialise(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (LoraLayout.Pair pair : layout.pairs()) {
      double bound = 1 / Math.sqrt(pair.inputs());
      float[] values = new float[Math.toIntExact(layout.rank() * pair.inputs())];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) random.nextDouble(-bound, bound);
      }
      try (PointerScope scope = new PointerScope()) {
        Torch.fill(master.narrow(0, pair.down(), values.length), values);
      }
    }
    publish();
  }

  /** Width of every pair. */
  public int rank() {
    return layout.rank();
  }

  /** The factor of what a pair adds. */
  public double scaling() {
    return scaling;
  }

  /** Names of the adapted projections in the checkpoint, without ".weight". */
  public List<String> paths() {
    return layout.pairs().stream().map(LoraLayout.Pair::path).toList();
  }

  @Override
  public Tensor master() {
    return master;
  }

  @Override
  public Tensor gradient() {
    return gradient;
  }

  @Override
  public void publish() {
    if (compute != master) {
      compute.copy_(master);
    }
  }

  /** Float32 A and B of every pair under PEFT's names, in the caller's scope. */
  public Map<String, Tensor> tensors() {
    return views(master);
  }

  /** The gradients under the same names. */
  public Map<String, Tensor> gradients() {
    return views(gradient);
  }

  /** The pairs beside a projection (with those joined to it); null if there are none. */
  LoraGroup group(String projection) {
    return groups.get(projection);
  }

  @Override
  public void close() {
    kept.close();
  }

  private Map<String, Tensor> views(Tensor flat) {
    Map<String, Tensor> views = new LinkedHashMap<>();
    for (LoraLayout.Pair pair : layout.pairs()) {
      views.put(PREFIX + pair.path() + DOWN, down(flat, pair, 1));
      views.put(PREFIX + pair.path() + UP, up(flat, pair));
    }
    return views;
  }

  private LoraGroup group(List<LoraLayout.Pair> pairs) {
    List<LoraGroup.Up> ups = new ArrayList<>();
    for (LoraLayout.Pair pair : pairs) {
      Tensor upGradient = gradient == null ? null : kept.keep(up(gradient, pair));
      ups.add(new LoraGroup.Up(pair.firstOutput(), kept.keep(up(compute, pair)), upGradient));
    }
    LoraLayout.Pair first = pairs.getFirst();
    Tensor downGradient = gradient == null ? null : kept.keep(down(gradient, first, pairs.size()));
    return new LoraGroup(kept.keep(down(compute, first, pairs.size())), downGradient, ups, scaling);
  }

  /** A of {@code count} pairs behind one another. */
  private Tensor down(Tensor flat, LoraLayout.Pair first, int count) {
    long rows = (long) count * layout.rank();
    return flat.narrow(0, first.down(), rows * first.inputs()).view(rows, first.inputs());
  }

  private Tensor up(Tensor flat, LoraLayout.Pair pair) {
    return flat.narrow(0, pair.up(), pair.outputs() * layout.rank())
        .view(pair.outputs(), layout.rank());
  }
}
