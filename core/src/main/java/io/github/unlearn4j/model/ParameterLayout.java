package io.github.unlearn4j.model;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Where each parameter of a decoder lies in one flat buffer. Names are those of Hugging Face
 * checkpoints. The q, k, v projections lie behind one another without a gap, and so do gate and up,
 * so that one matrix product serves them together.
 */
final class ParameterLayout {
  /** A parameter starts on a 256-byte boundary of float32. */
  private static final long ALIGNMENT = 64;

  /** {@code joined}: follows its predecessor without a gap. */
  record Entry(String name, long[] shape, boolean joined, long offset) {
    long count() {
      return LongStream.of(shape).reduce(1, (a, b) -> a * b);
    }
  }

  static final String EMBEDDING = "model.embed_tokens.weight";
  static final String FINAL_NORM = "model.norm.weight";
  static final String HEAD = "lm_head.weight";

  private final List<Entry> entries = new ArrayList<>();
  private long length;

  ParameterLayout(DecoderConfig config) {
    long hidden = config.hiddenSize();
    add(EMBEDDING, config.vocabularySize(), hidden);
    for (int layer = 0; layer < config.layers(); layer++) {
      addLayer(config, "model.layers." + layer + ".");
    }
    add(FINAL_NORM, hidden);
    if (!config.tiedHead()) {
      add(HEAD, config.vocabularySize(), hidden);
    }
  }

  List<Entry> entries() {
    return entries;
  }

  /** Elements of the flat buffer, gaps included. */
  long length() {
    return length;
  }

  private void addLayer(DecoderConfig config, String prefix) {
    long hidden = config.hiddenSize();
    long queries = (long) config.heads() * config.headSize();
    long keys = (long) config.keyValueHeads() * config.headSize();
    long wide = config.feedForwardSize();
    String attention = prefix + "self_attn.";
    add(prefix + "input_layernorm.weight", hidden);
    add(attention + "q_proj.weight", queries, hidden);
    join(attention + "k_proj.weight", keys, hidden);
    join(attention + "v_proj.weight", keys, hidden);
    if (config.queryKeyValueBias()) {
      add(attention + "q_proj.bias", queries);
      join(attention + "k_proj.bias", keys);
      join(attention + "v_proj.bias", keys);
    }
    if (config.queryKeyNorm()) {
      add(attention + "q_norm.weight", config.headSize());
      add(attention + "k_norm.weight", config.headSize());
    }
    add(attention + "o_proj.weight", hidden, queries);
    if (config.outputBias()) {
      add(attention + "o_proj.bias", hidden);
    }
    add(prefix + "post_attention_layernorm.weight", hidden);
    add(prefix + "mlp.gate_proj.weight", wide, hidden);
    join(prefix + "mlp.up_proj.weight", wide, hidden);
    if (config.feedForwardBias()) {
      add(prefix + "mlp.gate_proj.bias", wide);
      join(prefix + "mlp.up_proj.bias", wide);
    }
    add(prefix + "mlp.down_proj.weight", hidden, wide);
    if (config.feedForwardBias()) {
      add(prefix + "mlp.down_proj.bias", hidden);
    }
  }

  private void add(String name, long... shape) {
    length = (length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    append(new Entry(name, shape, false, length));
  }

  private void join(String name, long... shape) {
    append(new Entry(name, shape, true, length));
  }

  private void append(Entry entry) {
    entries.add(entry);
    length += entry.count();
  }
}
