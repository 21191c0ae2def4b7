package io.github.unlearn4j.weights.gguf;

import io.github.unlearn4j.base.UserError;

/** The sizes of the model in a GGUF file, read from its metadata. */
record GgufShape(
    int vocabulary,
    int hidden,
    int intermediate,
    int layers,
    int heads,
    int keyValueHeads,
    int headSize,
    int positions) {

  static GgufShape of(GgufFile file, GgufArchitecture architecture) {
    GgufMetadata metadata = file.metadata();
    GgufTensor embedding = file.tensors().get("token_embd.weight");
    if (embedding == null || embedding.shape().length != 2) {
      throw UserError.badInput(
          "%s has no table token_embd.weight; is it a whole language model?"
              .formatted(file.path()));
    }
    int hidden = metadata.size(architecture.key("embedding_length"));
    int heads = metadata.size(architecture.key("attention.head_count"));
    int rotary = metadata.sizeOr(architecture.key("rope.dimension_count"), hidden / heads);
    int headSize =
        metadata.sizeOr(
            architecture.key("attention.key_length"),
            architecture == GgufArchitecture.LLAMA ? rotary : hidden / heads);
    int valueSize = metadata.sizeOr(architecture.key("attention.value_length"), headSize);
    if (valueSize != headSize || rotary != headSize && architecture == GgufArchitecture.LLAMA) {
      throw UserError.badInput(
          "%s has heads of %d key, %d value and %d rotated numbers; they must be equal"
              .formatted(file.path(), headSize, valueSize, rotary));
    }
    int keyValueHeads = metadata.sizeOr(architecture.key("attention.head_count_kv"), heads);
    if (heads % keyValueHeads != 0 || headSize % 2 != 0) {
      throw UserError.badInput(
          "%s has %d heads of size %d for %d key-value heads, which does not divide"
              .formatted(file.path(), heads, headSize, keyValueHeads));
    }
    int layers = metadata.size(architecture.key("block_count"));
    if (layers > file.tensors().size()) {
      throw GgufCursor.damaged(
          file.path(),
          "it speaks of %d layers but has only %d tensors"
              .formatted(layers, file.tensors().size()));
    }
    return new GgufShape(
        Math.toIntExact(embedding.shape()[0]),
        hidden,
        metadata.size(architecture.key("feed_forward_length")),
        layers,
        heads,
        keyValueHeads,
        headSize,
        metadata.size(architecture.key("context_length")));
  }
}
