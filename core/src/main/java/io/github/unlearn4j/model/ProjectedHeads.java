package io.github.unlearn4j.model;

import io.github.unlearn4j.kernels.HeadLayout;
import io.github.unlearn4j.kernels.Kernels;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/** Queries, keys and values out of projected rows, rotated, and their gradients back into rows. */
record ProjectedHeads(DecoderConfig config, Kernels kernels, ProjectedColumns columns) {
  ProjectedHeads(DecoderConfig config, Kernels kernels) {
    this(config, kernels, new ProjectedColumns(config));
  }

  HeadLayout queryLayout(Attention.Batch shape) {
    return layout(shape, config.groups());
  }

  /** Fills strips of consecutive times, each [pairs, groups · times, headSize]. */
  void queries(Tensor rows, Attention.Batch shape, List<Tensor> strips) {
    kernels.toHeads(queryLayout(shape), columns.query(rows), shape.queryRotation(), strips);
  }

  /** [pairs, time, headSize]. */
  Tensor key(Tensor rows, Attention.Batch shape) {
    Tensor key = empty(rows, shape);
    kernels.toHeads(layout(shape, 1), columns.key(rows), shape.keyRotation(), List.of(key));
    return key;
  }

  /** [pairs, time, headSize]. */
  Tensor value(Tensor rows, Attention.Batch shape) {
    Tensor value = empty(rows, shape);
    kernels.toHeads(layout(shape, 1), columns.value(rows), null, List.of(value));
    return value;
  }

  /** Gradient by the rows, from those by queries (in strips), keys and values. */
  Tensor gradient(
      Tensor like, Attention.Batch shape, List<Tensor> queries, Tensor key, Tensor value) {
    long width = (long) (config.heads() + 2 * config.keyValueHeads()) * config.headSize();
    Tensor rows = like.new_empty(like.size(0), width);
    HeadLayout keyLayout = layout(shape, 1);
    kernels.fromHeads(queryLayout(shape), queries, shape.queryRotation(), columns.query(rows));
    kernels.fromHeads(keyLayout, List.of(key), shape.keyRotation(), columns.key(rows));
    kernels.fromHeads(keyLayout, List.of(value), null, columns.value(rows));
    return rows;
  }

  /** Empty strips of queries, of {@code times} positions each. */
  List<Tensor> emptyStrips(Tensor like, Attention.Batch shape, List<Integer> times) {
    HeadLayout layout = queryLayout(shape);
    return times.stream()
        .map(
            count ->
                like.new_empty(layout.pairs(), (long) layout.groups() * count, layout.headSize()))
        .toList();
  }

  private Tensor empty(Tensor rows, Attention.Batch shape) {
    HeadLayout layout = layout(shape, 1);
    return rows.new_empty(layout.pairs(), layout.time(), layout.headSize());
  }

  private HeadLayout layout(Attention.Batch shape, int groups) {
    return new HeadLayout(
        shape.batch(), shape.time(), config.keyValueHeads(), groups, config.headSize());
  }
}
