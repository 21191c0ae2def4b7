package io.github.unlearn4j.model;

import io.github.unlearn4j.kernels.Kernels;
import io.github.unlearn4j.tensor.Kept;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** All layers and the final norm: what lies between the embedding and the output head. */
final class LayerStack {
  private final List<DecoderLayer> layers = new ArrayList<>();
  private final RmsNorm finalNorm;

  LayerStack(DecoderConfig config, Parameters parameters, Kernels kernels) {
    for (int index = 0; index < config.layers(); index++) {
      layers.add(new DecoderLayer(config, parameters, index, kernels));
    }
    finalNorm = new RmsNorm(parameters, ParameterLayout.FINAL_NORM, config.normEpsilon(), kernels);
  }

  void pack(PackedWeights copies) {
    layers.forEach(layer -> layer.pack(copies));
  }

  /** The normed rows of x, which is used up. */
  Tensor forward(Tensor x, Attention.Batch batch) {
    layers.forEach(layer -> layer.forward(x, batch));
    return finalNorm.forward(x);
  }

  /** Of new columns behind cached ones, the normed last one of each sequence. */
  Tensor lastOfForward(Tensor x, Attention.Batch batch, KvCache cache) {
    for (int index = 0; index < layers.size(); index++) {
      layers.get(index).forward(x, batch, cache.layer(index));
    }
    return finalNorm.forward(x.view(batch.batch(), batch.time(), -1).select(1, batch.time() - 1));
  }

  /** A forward pass that keeps what {@link Pass#backward} needs. */
  Pass pass(Supplier<Tensor> input, Attention.Batch batch, boolean recompute) {
    Pass pass = new Pass(batch, recompute);
    try {
      pass.forward(input);
      return pass;
    } catch (RuntimeException problem) {
      pass.close();
      throw problem;
    }
  }

  /** Some sequences on their way there and back; forward and backward may be on two threads. */
  final class Pass implements AutoCloseable {
    private final Attention.Batch batch;
    private final boolean recompute;
    private final Kept kept = new Kept();
    private final List<DecoderLayer.Saved> saved = new ArrayList<>();
    private Tensor output;
    private RmsNorm.Result last;

    private Pass(Attention.Batch batch, boolean recompute) {
      this.batch = batch;
      this.recompute = recompute;
    }

    private void forward(Supplier<Tensor> input) {
      try (PointerScope scope = new PointerScope()) {
        output = kept.keep(input.get());
        for (DecoderLayer layer : layers) {
          saved.add(
              recompute
                  ? layer.forwardKeepingInput(output, batch)
                  : layer.forwardSaving(output, batch));
          output = saved.getLast().output();
        }
        last = finalNorm.forwardSaving(output);
        kept.keep(last.inverseRms());
        kept.keep(last.normed());
      }
    }

    /** The rows for the output head [rows, hidden]. */
    Tensor normed() {
      return last.normed();
    }

    /**
     * Adds the weights' gradients and returns that by the input, float32 [rows, hidden], which
     * lives as long as this.
     *
     * @param normedGradient by {@link #normed}, in its dtype
     */
    Tensor backward(Tensor normedGradient) {
      try (PointerScope scope = new PointerScope()) {
        Tensor gradient = kept.keep(torch.zeros_like(output));
        Tensor normed = last.normed();
        boolean same = normed.scalar_type().intern() == gradient.scalar_type().intern();
        Tensor narrow = same ? gradient : torch.empty_like(normed);
        finalNorm.backward(output, last.inverseRms(), normedGradient, gradient, narrow);
        for (int index = layers.size() - 1; index >= 0; index--) {
          DecoderLayer layer = layers.get(index);
          DecoderLayer.Saved own = saved.remove(index);
          try (DecoderLayer.Saved whole = recompute ? layer.saveAgain(own, batch) : own) {
            layer.backward(gradient, narrow, whole, batch);
          }
        }
        return gradient;
      }
    }

    @Override
    public void close() {
      saved.forEach(DecoderLayer.Saved::close);
      kept.close();
    }
  }
}
