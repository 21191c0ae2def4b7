package io.github.unlearn4j.model;

import io.github.unlearn4j.kernels.Kernels;
import io.github.unlearn4j.kernels.Rotation;
import io.github.unlearn4j.tensor.Kept;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Causal attention with grouped heads: projections, query/key norm, and the passes with cached keys
 * or a mask. What whole sequences need between the projections is an {@link AttentionCore}.
 */
final class Attention {
  private final DecoderConfig config;
  private final Projection queryKeyValue;
  private final Projection output;
  private final RmsNorm queryNorm;
  private final RmsNorm keyNorm;
  private final Kernels kernels;
  private final ProjectedColumns columns;
  private final AttentionCore strips;
  private final AttentionCore whole;
  private final AttentionCore masked;

  Attention(DecoderConfig config, Parameters parameters, String prefix, Kernels kernels) {
    this.config = config;
    this.kernels = kernels;
    columns = new ProjectedColumns(config);
    strips = new StripAttention(config, kernels);
    whole = new WholeAttention(config, kernels);
    masked = new MaskedAttention(config, kernels);
    queryKeyValue = new Projection(parameters, prefix + "q_proj", true, kernels);
    output = new Projection(parameters, prefix + "o_proj", false, kernels);
    queryNorm = norm(parameters, prefix + "q_norm.weight");
    keyNorm = norm(parameters, prefix + "k_norm.weight");
  }

  /**
   * What {@link #backward} needs.
   *
   * @param projected q, k, v before norm and rotation [rows, (heads + 2 keyValueHeads) · headSize];
   *     null without query/key norm
   * @param queryRms 1 / rms of each query, and of each key; null without query/key norm
   */
  record Saved(Tensor projected, Tensor queryRms, Tensor keyRms, AttentionCore.Saved core) {
    Tensor context() {
      return core.context();
    }

    void keep(Kept kept) {
      if (projected != null) {
        kept.keep(projected);
        kept.keep(queryRms);
        kept.keep(keyRms);
      }
      core.keep(kept);
    }
  }

  /**
   * Shapes and tables of one batch, the same for all layers: rotations for whole sequences, and a
   * mask if they are not simply causal; rotary tables and a mask for columns behind cached ones.
   * The others are null.
   */
  record Batch(
      int batch,
      int time,
      Rotation queryRotation,
      Rotation keyRotation,
      RotaryTables queryTables,
      RotaryTables keyTables,
      Tensor mask) {}

  /** The context alone, [rows, heads · headSize]; nothing else is kept. */
  Tensor context(Tensor x, Batch shape) {
    return attend(x, shape, false).context();
  }

  /** Everything up to the context, rows = batch · time. */
  Saved attend(Tensor x, Batch shape) {
    return attend(x, shape, true);
  }

  private Saved attend(Tensor x, Batch shape, boolean saving) {
    Tensor projected = queryKeyValue.forward(x);
    Tensor rows = projected;
    Tensor queryRms = null;
    Tensor keyRms = null;
    if (queryNorm != null) {
      rows = saving ? projected.clone() : projected;
      queryRms = queryNorm.inPlace(columns.heads(rows, 0, config.heads()));
      keyRms = keyNorm.inPlace(columns.heads(rows, config.heads(), config.keyValueHeads()));
    }
    Tensor before = queryNorm == null ? null : projected;
    return new Saved(before, queryRms, keyRms, core(rows, shape).forward(rows, shape));
  }

  private AttentionCore core(Tensor rows, Batch shape) {
    if (shape.mask() != null) {
      return masked;
    }
    ScalarType type = rows.scalar_type().intern();
    return WholeAttention.serves(config, kernels.fusedAttention(), type, shape.time())
        ? whole
        : strips;
  }

  /**
   * One step with cached keys and values: the new positions of each sequence see all the cached
   * ones that the mask allows. The cache's columns are more than those filled; the mask hides them.
   */
  Tensor attend(Tensor x, Batch shape, KvCache.Layer cache) {
    Tensor projected = queryKeyValue.forward(x);
    Tensor query = rotated(queryPart(projected, shape), queryNorm, shape.queryTables());
    Tensor key = keyPart(projected, shape);
    Tensor normedKey = keyNorm == null ? key : keyNorm.forward(key);
    shape.keyTables().rotate(normedKey, cache.newKeys());
    cache.newValues().copy_(valuePart(projected, shape));
    long pairs = (long) shape.batch() * config.keyValueHeads();
    Tensor queries = query.view(pairs, -1, config.headSize());
    return merge(
        kernels.maskedAttention(queries, cache.keys(), cache.values(), shape.mask()), shape);
  }

  void pack(PackedWeights copies) {
    queryKeyValue.pack(copies);
    output.pack(copies);
  }

  Tensor output(Tensor context) {
    return output.forward(context);
  }

  /**
   * @param outputGradient [rows, hidden] in the compute dtype
   * @return gradient by the projected q, k, v, [rows, (heads + 2 keyValueHeads) · headSize]
   */
  Tensor backward(Saved saved, Batch shape, Tensor outputGradient) {
    Tensor contextGradient = output.inputGradient(outputGradient);
    output.addWeightGradient(saved.context(), outputGradient);
    Tensor projected = saved.core().backward(contextGradient, shape);
    if (queryNorm != null) {
      backThroughNorm(queryNorm, saved.projected(), saved.queryRms(), projected, 0, config.heads());
      backThroughNorm(
          keyNorm,
          saved.projected(),
          saved.keyRms(),
          projected,
          config.heads(),
          config.keyValueHeads());
    }
    return projected;
  }

  /** Gradient by x, from that by the projected q, k, v. */
  Tensor inputGradient(Tensor projectedGradient) {
    return queryKeyValue.inputGradient(projectedGradient);
  }

  void addWeightGradient(Tensor x, Tensor projectedGradient) {
    queryKeyValue.addWeightGradient(x, projectedGradient);
  }

  private void backThroughNorm(
      RmsNorm norm, Tensor x, Tensor inverseRms, Tensor gradient, int firstHead, int heads) {
    Tensor part = columns.heads(gradient, firstHead, heads);
    norm.backward(columns.heads(x, firstHead, heads), inverseRms, part, null, part);
  }

  private Tensor rotated(Tensor part, RmsNorm norm, RotaryTables tables) {
    Tensor normed = norm == null ? part : norm.forward(part);
    Tensor result = part.new_empty(part.sizes());
    tables.rotate(normed, result);
    return result;
  }

  /** [batch · keyValueHeads, groups · time, headSize] as [rows, heads · headSize]. */
  private Tensor merge(Tensor context, Batch shape) {
    long head = config.headSize();
    return context
        .view(shape.batch(), config.keyValueHeads(), config.groups(), shape.time(), head)
        .permute(0, 3, 1, 2, 4)
        .reshape((long) shape.batch() * shape.time(), config.heads() * head);
  }

  /** [batch, keyValueHeads, groups, time, headSize], a view. */
  private Tensor queryPart(Tensor projected, Batch shape) {
    return part(projected, shape, 0, config.heads())
        .view(
            shape.batch(), shape.time(), config.keyValueHeads(), config.groups(), config.headSize())
        .permute(0, 2, 3, 1, 4);
  }

  /** [batch, keyValueHeads, 1, time, headSize], a view. */
  private Tensor keyPart(Tensor projected, Batch shape) {
    return keyOrValue(projected, shape, config.heads());
  }

  private Tensor valuePart(Tensor projected, Batch shape) {
    return keyOrValue(projected, shape, config.heads() + config.keyValueHeads());
  }

  private Tensor keyOrValue(Tensor projected, Batch shape, int firstHead) {
    return part(projected, shape, firstHead, config.keyValueHeads())
        .permute(0, 2, 1, 3)
        .unsqueeze(2);
  }

  /** [batch, time, heads, headSize] of some consecutive heads, a view. */
  private Tensor part(Tensor projected, Batch shape, int firstHead, int heads) {
    long all = config.heads() + 2L * config.keyValueHeads();
    return projected
        .view(shape.batch(), shape.time(), all, config.headSize())
        .narrow(2, firstHead, heads);
  }

  private RmsNorm norm(Parameters parameters, String name) {
    return parameters.weight(name) == null
        ? null
        : new RmsNorm(parameters, name, config.normEpsilon(), kernels);
  }
}
