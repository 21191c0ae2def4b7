package io.github.unlearn4j.model;

/**
 * The bytes that a decoder's work takes, from its configuration alone: what {@link DecoderLayer},
 * {@link Attention}, {@link FeedForward}, {@link RmsNorm} and {@link HeadLoss} hold at once. Change
 * them together; a test compares the sums with measured peaks.
 */
public record DecoderMemory(DecoderConfig config, ComputeType compute) {
  private static final long FLOAT = 4;

  /** Rows of logits that exist at once. */
  private static final long HEAD_ROWS = 512;

  /** Float32 rows [rows, hidden] that the norm's backward pass makes. */
  private static final long NORM_ROWS = 5;

  /** Bytes of one number in a matrix product. */
  private long width() {
    return compute == ComputeType.BFLOAT16 ? 2 : FLOAT;
  }

  private long attentionOutputs() {
    return (config.heads() + 2L * config.keyValueHeads()) * config.headSize();
  }

  /** The weights that products read. */
  public long weights() {
    return config.parameterCount() * width();
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
    long layer = rows * savedBytes(time);
    long input = rows * config.hiddenSize() * FLOAT;
    return recompute ? config.layers() * input + layer : config.layers() * layer;
  }

  /** What is gone again after each layer, or each chunk of the head: the larger of the two. */
  public long passing(long rows, long time, LoraSettings lora) {
    long stream = rows * config.hiddenSize() * (2 * FLOAT + 3 * width());
    long finalNorm = rows * config.hiddenSize() * NORM_ROWS * FLOAT;
    long attention = rows * attentionBytes(time) + weightBytes(lora, attentionWeight());
    long feedForward = rows * feedForwardBytes() + weightBytes(lora, feedForwardWeight());
    return stream
        + Math.max(
            headBytes(rows) + weightBytes(lora, headWeight()),
            finalNorm + Math.max(attention, feedForward));
  }

  /** A forward pass of which nothing is kept, and logits of a chunk of its rows. */
  public long reading(long rows, long time) {
    long layer = width() * (2 * attentionOutputs() + 2L * config.heads() * time) + normBytes();
    long wide = width() * (3L * config.feedForwardSize() + 2L * config.hiddenSize());
    long logits = Math.min(rows, HEAD_ROWS) * config.vocabularySize() * (FLOAT + width());
    return rows * config.hiddenSize() * (FLOAT + width()) + Math.max(rows * (layer + wide), logits);
  }

  /** Of one position in one layer. */
  private long savedBytes(long time) {
    long hidden = config.hiddenSize();
    long projections = 2L * config.heads() * config.headSize() + 2L * keyBytes();
    long normed = config.queryKeyNorm() ? attentionOutputs() : 0;
    long wide = 3L * config.feedForwardSize();
    long narrow = 2 * hidden + projections + normed + config.heads() * time + wide;
    return 2 * (hidden + 1) * FLOAT + width() * narrow;
  }

  private long keyBytes() {
    return (long) config.keyValueHeads() * config.headSize();
  }

  /** Of one position in the backward pass of one layer's attention. */
  private long attentionBytes(long time) {
    long queries = (long) config.heads() * config.headSize();
    long narrow =
        2L * config.hiddenSize()
            + 4 * queries
            + 2 * keyBytes()
            + attentionOutputs()
            + config.heads() * time;
    long norms = config.queryKeyNorm() ? (queries + keyBytes()) * (NORM_ROWS + 1) * FLOAT : 0;
    return narrow * width() + norms + normBytes();
  }

  /** Of one position in the backward pass of one layer's feed-forward part. */
  private long feedForwardBytes() {
    return (2L * config.hiddenSize() + 5L * config.feedForwardSize()) * width() + normBytes();
  }

  private long normBytes() {
    return NORM_ROWS * config.hiddenSize() * FLOAT;
  }

  /** Logits of a chunk, their logarithms, and in another number format both ends of it. */
  private long headBytes(long rows) {
    long ends = width() == FLOAT ? 0 : 2 * width();
    return Math.min(rows, HEAD_ROWS) * config.vocabularySize() * (2 * FLOAT + ends);
  }

  /** A product's weight gradient before it is added; frozen weights have none. */
  private long weightBytes(LoraSettings lora, long numbers) {
    return lora.isOn() ? 0 : numbers * width();
  }

  private long headWeight() {
    return (long) config.vocabularySize() * config.hiddenSize();
  }

  private long attentionWeight() {
    long queries = (long) config.heads() * config.headSize();
    return (attentionOutputs() + queries) * config.hiddenSize();
  }

  private long feedForwardWeight() {
    return 3L * config.feedForwardSize() * config.hiddenSize();
  }
}
