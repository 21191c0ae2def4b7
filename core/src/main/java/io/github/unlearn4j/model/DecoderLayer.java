package io.github.unlearn4j.model;

import io.github.unlearn4j.tensor.Kept;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;

/**
 * One layer on a residual stream x (float32, [rows, hidden], changed in place): x += attention(norm
 * x); x += feedForward(norm x).
 */
final class DecoderLayer {
  private final Attention attention;
  private final FeedForward feedForward;
  private final RmsNorm attentionNorm;
  private final RmsNorm feedForwardNorm;
  private final Tensor attentionNormGradient;
  private final Tensor feedForwardNormGradient;

  DecoderLayer(DecoderConfig config, Parameters parameters, int index) {
    String prefix = "model.layers." + index + ".";
    attention = new Attention(config, parameters, prefix + "self_attn.");
    feedForward = new FeedForward(config, parameters, prefix + "mlp.");
    String before = prefix + "input_layernorm.weight";
    String between = prefix + "post_attention_layernorm.weight";
    attentionNorm = new RmsNorm(parameters.weight(before), config.normEpsilon());
    feedForwardNorm = new RmsNorm(parameters.weight(between), config.normEpsilon());
    attentionNormGradient = parameters.weightGradient(before);
    feedForwardNormGradient = parameters.weightGradient(between);
  }

  void pack(PackedWeights copies) {
    attention.pack(copies);
    feedForward.pack(copies);
  }

  /** Forward without anything kept. */
  void forward(Tensor x, Attention.Batch batch) {
    try (PointerScope scope = new PointerScope()) {
      Tensor normed = attentionNorm.forward(x, attentionNorm.inverseRms(x));
      x.add_(attention.output(attention.attend(normed, batch).context()));
      feedForward(x);
    }
  }

  /** Forward of new positions behind cached ones. */
  void forward(Tensor x, Attention.Batch batch, KvCache.Layer cache) {
    try (PointerScope scope = new PointerScope()) {
      Tensor normed = attentionNorm.forward(x, attentionNorm.inverseRms(x));
      x.add_(attention.output(attention.attend(normed, batch, cache)));
      feedForward(x);
    }
  }

  private void feedForward(Tensor x) {
    Tensor normed = feedForwardNorm.forward(x, feedForwardNorm.inverseRms(x));
    x.add_(feedForward.output(feedForward.activate(normed)));
  }

  /** What one layer's backward needs of its forward. */
  static final class Saved implements AutoCloseable {
    private final Kept kept = new Kept();
    private Tensor input;
    private Tensor inputRms;
    private Tensor normedInput;
    private Attention.Saved attention;
    private Tensor middle;
    private Tensor middleRms;
    private Tensor normedMiddle;
    private FeedForward.Saved feedForward;

    @Override
    public void close() {
      kept.close();
    }
  }

  Saved forwardSaving(Tensor x, Attention.Batch batch) {
    Saved saved = new Saved();
    try (PointerScope scope = new PointerScope()) {
      saved.input = saved.kept.keep(x.clone());
      saved.inputRms = saved.kept.keep(attentionNorm.inverseRms(x));
      saved.normedInput = saved.kept.keep(attentionNorm.forward(x, saved.inputRms));
      Attention.Saved attended = attention.attend(saved.normedInput, batch);
      saved.attention = attended;
      if (attended.projected() != null) {
        saved.kept.keep(attended.projected());
      }
      saved.kept.keep(attended.query());
      saved.kept.keep(attended.key());
      saved.kept.keep(attended.value());
      saved.kept.keep(attended.probabilities());
      saved.kept.keep(attended.context());
      x.add_(attention.output(attended.context()));
      saved.middle = saved.kept.keep(x.clone());
      saved.middleRms = saved.kept.keep(feedForwardNorm.inverseRms(x));
      saved.normedMiddle = saved.kept.keep(feedForwardNorm.forward(x, saved.middleRms));
      saved.feedForward = feedForward.activate(saved.normedMiddle);
      saved.kept.keep(saved.feedForward.gateAndUp());
      saved.kept.keep(saved.feedForward.activated());
      x.add_(feedForward.output(saved.feedForward));
    }
    return saved;
  }

  /**
   * Turns the gradient by the layer's output into the gradient by its input, in place, and adds the
   * weights' gradients.
   *
   * @param gradient float32 [rows, hidden]
   */
  void backward(Tensor gradient, Saved saved, Attention.Batch batch) {
    try (PointerScope scope = new PointerScope()) {
      Tensor narrow = gradient.to(saved.normedInput.scalar_type());
      Tensor normed = feedForward.backward(saved.normedMiddle, saved.feedForward, narrow);
      gradient.add_(
          feedForwardNorm.backward(saved.middle, saved.middleRms, normed, feedForwardNormGradient));
    }
    try (PointerScope scope = new PointerScope()) {
      Tensor narrow = gradient.to(saved.normedInput.scalar_type());
      Tensor normed = attention.backward(saved.normedInput, saved.attention, batch, narrow);
      gradient.add_(
          attentionNorm.backward(saved.input, saved.inputRms, normed, attentionNormGradient));
    }
  }
}
