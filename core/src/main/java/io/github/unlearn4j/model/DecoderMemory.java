package io.github.unlearn4j.model;

import io.github.unlearn4j.kernels.FlashAttention;
import io.github.unlearn4j.kernels.Strip;

/**
 * The bytes that a decoder's work takes, from its configuration alone: what {@link DecoderLayer},
 * {@link Attention}, {@link FeedForward} and {@link HeadLoss} hold at once. Change them together; a
 * test compares the sums with measured peaks.
 */
public record DecoderMemory(DecoderConfig config, ComputeType compute) {
  private static final long FLOAT = 4;

  /** Rows of logits that exist at once. */
  private static final long HEAD_ROWS = 512;

  /** Bytes of one number in a matrix product. */
  private long width() {
    return compute.isFloat32() ? FLOAT : 2;
  }

  private long attentionOutputs() {
    return (config.heads() + 2L * config.keyValueHeads()) * config.headSize();
  }

  /** The weights that products read. */
  public long weights() {
    return config.parameterCount() * width();
  }

  /** Copies for the processor's own format, made where many tokens are generated. */
  public long packedWeights() {
    return compute.device().isCpu() ? weights() : 0;
  }

  /** Keys and values of so many sequences while they are continued, all layers. */
  public long cache(long sequences, long columns) {
    return 2 * config.layers() * keys() * sequences * columns * width();
  }

  /** Trained numbers: all parameters, or those of the pairs. */
  public long trainedNumbers(LoraSettings lora) {
    return lora.isOn() ? LoraAdapter.parameterCount(config, lora) : config.parameterCount();
  }

  /** Float32 masters beside the weights, and the pairs themselves. */
  public long masters(LoraSettings lora) {
    if (lora.isOn()) {
      return trainedNumbers(lora) * (width() == FLOAT ? FLOAT : FLOAT + width());
    }
    return width() == FLOAT ? 0 : config.parameterCount() * FLOAT;
  }

  /** What the backward pass needs of the forward pass of {@code rows} positions, all layers. */
  public long activations(long rows, long time, boolean recompute) {
    long stream = (config.layers() + 1L) * rows * config.hiddenSize() * FLOAT;
    long kept = recompute ? 1 : config.layers();
    return stream + kept * rows * savedBytes(time);
  }

  /** What is gone again after each layer, or each chunk of the head: the larger of the two. */
  public long passing(long rows, long time, LoraSettings lora) {
    long stream = rows * config.hiddenSize() * (FLOAT + 4 * width());
    int strands = Strands.count(compute.device(), rows / time);
    long attention = rows * attentionBytes(time) + strands * weightBytes(lora, attentionWeight());
    long feedForward = rows * feedForwardBytes() + strands * weightBytes(lora, feedForwardWeight());
    long head = headRows(rows) * headBytes() + weightBytes(lora, headWeight());
    return stream + Math.max(head, Math.max(attention, feedForward)) + copies(rows);
  }

  /** A forward pass of which nothing is kept, and logits of a chunk of its rows. */
  public long reading(long rows, long time) {
    long narrow =
        4L * config.hiddenSize()
            + 2 * attentionOutputs()
            + 2L * queries()
            + config.heads() * seenKeys(time)
            + 3L * config.feedForwardSize();
    long logits = headRows(rows) * config.vocabularySize() * (FLOAT + width());
    long stream = rows * config.hiddenSize() * (FLOAT + width());
    return stream + Math.max(rows * narrow * width(), logits) + copies(rows);
  }

  /**
   * float32 copies that the library's operators make on a card where the loops of the CPU make
   * none: eight of the feed-forward rows in the gate's gradient, or three of the logits in the
   * loss.
   */
  private long copies(long rows) {
    long gate = 8 * rows * config.feedForwardSize();
    long loss = 3 * headRows(rows) * config.vocabularySize();
    return compute.device().isCard() ? FLOAT * Math.max(gate, loss) : 0;
  }

  /** Of one position in one layer, the residual stream behind the layer left out. */
  private long savedBytes(long time) {
    long normed = config.queryKeyNorm() ? attentionOutputs() : 0;
    long narrow =
        attentionOutputs()
            + normed
            + queries()
            + config.heads() * seenKeys(time)
            + 2L * config.feedForwardSize();
    return (config.hiddenSize() + 2) * FLOAT + width() * narrow;
  }

  /**
   * Keys that a strip's queries meet, on average: so many probabilities are kept for each. Where
   * attention is one operator, none are; its own context takes the place of one head's numbers.
   */
  private long seenKeys(long time) {
    if (compute.device().isCard()
        && WholeAttention.serves(config, new FlashAttention(), compute.scalarType(), time)) {
      return config.headSize();
    }
    long pairs = 0;
    for (Strip strip : Strip.of(Math.toIntExact(time), config.slidingWindow())) {
      pairs += (long) strip.times() * strip.keys();
    }
    return pairs / time;
  }

  private long queries() {
    return (long) config.heads() * config.headSize();
  }

  private long keys() {
    return (long) config.keyValueHeads() * config.headSize();
  }

  /** Of one position in the backward pass of one layer's attention. */
  private long attentionBytes(long time) {
    long strips = Strip.of(Math.toIntExact(time), config.slidingWindow()).size();
    long products = compute.isFloat32() ? 0 : keys() * (strips + 1);
    long narrow =
        config.hiddenSize()
            + 3 * queries()
            + products
            + attentionOutputs()
            + config.heads() * seenKeys(time);
    return narrow * width() + 2 * keys() * FLOAT;
  }

  /** Of one position in the backward pass of one layer's feed-forward part. */
  private long feedForwardBytes() {
    return (config.hiddenSize() + (long) config.feedForwardSize()) * width();
  }

  private static long headRows(long rows) {
    return Math.min(rows, HEAD_ROWS);
  }

  /** Logits of one position, which become their own gradient, and both ends of the product. */
  private long headBytes() {
    return (config.vocabularySize() + 2L * config.hiddenSize()) * width();
  }

  /** A product's weight gradient before it is added: none if it is frozen or float32. */
  private long weightBytes(LoraSettings lora, long numbers) {
    return lora.isOn() || compute.isFloat32() ? 0 : numbers * width();
  }

  private long headWeight() {
    return (long) config.vocabularySize() * config.hiddenSize();
  }

  private long attentionWeight() {
    return (attentionOutputs() + queries()) * config.hiddenSize();
  }

  private long feedForwardWeight() {
    return 3L * config.feedForwardSize() * config.hiddenSize();
  }
}
