package io.github.unlearn4j.model;

import org.bytedeco.pytorch.Tensor;

/** Views of the queries, keys and values in rows [rows, (heads + 2 keyValueHeads) · headSize]. */
record ProjectedColumns(DecoderConfig config) {
  Tensor query(Tensor projected) {
    return columns(projected, 0, config.heads());
  }

  Tensor key(Tensor projected) {
    return columns(projected, config.heads(), config.keyValueHeads());
  }

  Tensor value(Tensor projected) {
    return columns(projected, config.heads() + config.keyValueHeads(), config.keyValueHeads());
  }

  /** Some consecutive heads, [rows, heads, headSize]. */
  Tensor heads(Tensor projected, int firstHead, int heads) {
    return columns(projected, firstHead, heads).view(-1, heads, config.headSize());
  }

  private Tensor columns(Tensor projected, int firstHead, int heads) {
    long head = config.headSize();
    return projected.narrow(1, firstHead * head, heads * head);
  }
}
