package io.github.unlearn4j.model;

import io.github.unlearn4j.kernels.Kernels;
import io.github.unlearn4j.tensor.Kept;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * One layer on a residual stream x (float32, [rows, hidden]): x += attention(norm x); x +=
 * feedForward(norm x).
 */
final class DecoderLayer {
  private final Attention attention;
  private final FeedForward feedForward;
  private final RmsNorm attentionNorm;
  private final RmsNorm feedForwardNorm;
  private final Kernels kernels;

  DecoderLayer(DecoderConfig config, Parameters parameters, int index, Kernels kernels) {
    String prefix = "model.layers." + index + ".";
    attention = new Attention(config, parameters, prefix + "self_attn.", kernels);
    feedForward = new FeedForward(config, parameters, prefix + "mlp.", kernels);
    attentionNorm =
        new RmsNorm(parameters, prefix + "input_layernorm.weight", config.normEpsilon(), kernels);
    feedForwardNorm =
        new RmsNorm(
            parameters, prefix + "post_attention_layernorm.weight", config.normEpsilon(), kernels);
    this.kernels = kernels;
  }

  void pack(PackedWeights copies) {
    attention.pack(copies);
    feedForward.pack(copies);
  }

  /** Forward without anything kept; x is changed in place. */
  void forward(Tensor x, Attention.Batch batch) {
    try (PointerScope scope = new PointerScope()) {
      feedForward(x, attention.output(attention.context(attentionNorm.forward(x), batch)));
    }
  }

  /** Forward of new positions behind cached ones; x is changed in place. */
  void forward(Tensor x, Attention.Batch batch, KvCache.Layer cache) {
    try (PointerScope scope = new PointerScope()) {
      Tensor normed = attentionNorm.forward(x);
      feedForward(x, attention.output(attention.attend(normed, batch, cache)));
    }
  }

  private void feedForward(Tensor x, Tensor attended) {
    Tensor normed = feedForwardNorm.addAndForward(x, attended, x).normed();
    kernels.add(x, feedForward.output(feedForward.gateAndUp(normed)), x);
  }

  /** What one layer's backward needs of its forward; what was normed is computed again. */
  static final class Saved implements AutoCloseable {
    private final Kept kept = new Kept();
    private Tensor input;
    private Tensor inputRms;
    private Attention.Saved attention;
    private Tensor middle;
    private Tensor middleRms;
    private Tensor gateAndUp;
    private Tensor output;

    /** The residual stream behind the layer. */
    Tensor output() {
      return output;
    }

    @Override
    public void close() {
      kept.close();
    }
  }

  /** {@code x} stays as it is and is part of what is saved. */
  Saved forwardSaving(Tensor x, Attention.Batch batch) {
    Saved saved = new Saved();
    try (PointerScope scope = new PointerScope()) {
      RmsNorm.Result input = attentionNorm.forwardSaving(x);
      saved.input = x;
      saved.inputRms = saved.kept.keep(input.inverseRms());
      saved.attention = attention.attend(input.normed(), batch);
      saved.attention.keep(saved.kept);
      Tensor attended = attention.output(saved.attention.context());
      RmsNorm.Result middle = feedForwardNorm.addAndForward(x, attended, torch.empty_like(x));
      saved.middle = saved.kept.keep(middle.x());
      saved.middleRms = saved.kept.keep(middle.inverseRms());
      saved.gateAndUp = saved.kept.keep(feedForward.gateAndUp(middle.normed()));
      saved.output = saved.kept.keep(torch.empty_like(x));
      kernels.add(saved.middle, feedForward.output(saved.gateAndUp), saved.output);
    }
    return saved;
  }

  /** Forward that keeps its input and output alone, for {@link #saveAgain}. */
  Saved forwardKeepingInput(Tensor x, Attention.Batch batch) {
    Saved saved = new Saved();
    try (PointerScope scope = new PointerScope()) {
      saved.input = x;
      saved.output = saved.kept.keep(x.clone());
    }
    forward(saved.output, batch);
    return saved;
  }

  /** What {@link #forwardSaving} would have kept, computed from the input; closes what was kept. */
  Saved saveAgain(Saved input, Attention.Batch batch) {
    try (input) {
      return forwardSaving(input.input, batch);
    }
  }

  /**
   * Turns the gradient by the layer's output into the gradient by its input, in place, and adds the
   * weights' gradients. What was saved is used up.
   *
   * @param gradient float32 [rows, hidden]
   * @param narrow the same in the compute dtype; the same tensor if that is float32
   */
  void backward(Tensor gradient, Tensor narrow, Saved saved, Attention.Batch batch) {
    try (PointerScope scope = new PointerScope()) {
      feedForward.backward(saved.gateAndUp, narrow);
      Tensor normed = feedForward.inputGradient(saved.gateAndUp);
      feedForwardNorm.backward(saved.middle, saved.middleRms, normed, gradient, narrow);
      feedForward.addWeightGradient(normed, saved.gateAndUp);
    }
    try (PointerScope scope = new PointerScope()) {
      Tensor projected = attention.backward(saved.attention, batch, narrow);
      Tensor normed = attention.inputGradient(projected);
      attentionNorm.backward(saved.input, saved.inputRms, normed, gradient, narrow);
      attention.addWeightGradient(normed, projected);
    }
  }
}
