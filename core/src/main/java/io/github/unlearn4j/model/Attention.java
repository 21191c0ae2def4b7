package io.github.unlearn4j.model;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Causal attention with grouped heads. Inside, tensors are [batch · keyValueHeads, groups · time,
 * headSize] for queries and [batch · keyValueHeads, time, headSize] for keys and values, so that a
 * group's queries meet their keys in one product and nothing is repeated.
 */
final class Attention {
  private final DecoderConfig config;
  private final Projection queryKeyValue;
  private final Projection output;
  private final RmsNorm queryNorm;
  private final RmsNorm keyNorm;
  private final Tensor queryNormGradient;
  private final Tensor keyNormGradient;

  Attention(DecoderConfig config, Parameters parameters, String prefix) {
    this.config = config;
    queryKeyValue = new Projection(parameters, prefix + "q_proj", true);
    output = new Projection(parameters, prefix + "o_proj", false);
    queryNorm = norm(parameters, prefix + "q_norm.weight");
    keyNorm = norm(parameters, prefix + "k_norm.weight");
    queryNormGradient = parameters.weightGradient(prefix + "q_norm.weight");
    keyNormGradient = parameters.weightGradient(prefix + "k_norm.weight");
  }

  /**
   * What {@link #backward} needs.
   *
   * @param projected q, k, v before norm and rotation [rows, (heads + 2 keyValueHeads) · headSize];
   *     null without query/key norm
   * @param probabilities [batch · keyValueHeads, groups · time, time]
   * @param context [rows, heads · headSize]
   */
  record Saved(
      Tensor projected,
      Tensor query,
      Tensor key,
      Tensor value,
      Tensor probabilities,
      Tensor context) {}

  /** Shapes and tables of one batch, the same for all layers. */
  record Batch(
      int batch, int time, RotaryTables queryTables, RotaryTables keyTables, Tensor mask) {}

  /** Everything up to the context, rows = batch · time. */
  Saved attend(Tensor x, Batch shape) {
    Tensor projected = queryKeyValue.forward(x);
    Tensor query = rotated(queryPart(projected, shape), queryNorm, shape.queryTables());
    Tensor key = rotated(keyPart(projected, shape), keyNorm, shape.keyTables());
    Tensor value = valuePart(projected, shape).contiguous();
    long pairs = (long) shape.batch() * config.keyValueHeads();
    long head = config.headSize();
    query = query.view(pairs, -1, head);
    key = key.view(pairs, -1, head);
    value = value.view(pairs, -1, head);
    Tensor probabilities = probabilities(query, key, shape.mask());
    Tensor context = merge(torch.bmm(probabilities, value), shape);
    Tensor before = queryNorm == null ? null : projected;
    return new Saved(before, query, key, value, probabilities, context);
  }

  /**
   * One step with cached keys and values: the new positions of each sequence see all the cached
   * ones that the mask allows. The cache's columns are more than those filled; the mask hides them.
   */
  Tensor attend(Tensor x, Batch shape, KvCache.Layer cache) {
    Tensor projected = queryKeyValue.forward(x);
    Tensor query = rotated(queryPart(projected, shape), queryNorm, shape.queryTables());
    Tensor key = keyPart(projected, shape);
    Tensor normedKey = keyNorm == null ? key : keyNorm.forward(key, keyNorm.inverseRms(key));
    shape.keyTables().rotate(normedKey, cache.newKeys(), false);
    cache.newValues().copy_(valuePart(projected, shape));
    long pairs = (long) shape.batch() * config.keyValueHeads();
    Tensor probabilities =
        probabilities(query.view(pairs, -1, config.headSize()), cache.keys(), shape.mask());
    return merge(torch.bmm(probabilities, cache.values()), shape);
  }

  void pack(PackedWeights copies) {
    queryKeyValue.pack(copies);
    output.pack(copies);
  }

  Tensor output(Tensor context) {
    return output.forward(context);
  }

  /**
   * @param x the input of {@link #attend}
   * @param outputGradient [rows, hidden] in the compute dtype
   * @return gradient by x
   */
  Tensor backward(Tensor x, Saved saved, Batch shape, Tensor outputGradient) {
    Tensor contextGradient = output.backward(saved.context(), outputGradient);
    long pairs = (long) shape.batch() * config.keyValueHeads();
    long head = config.headSize();
    // Σ over keys of p · dp equals Σ over the head of context · dcontext, which is smaller.
    Tensor inner =
        contextGradient
            .mul(saved.context())
            .view(-1, head)
            .sum(new long[] {-1}, true, Types.none());
    inner = split(inner, shape, 1).contiguous().view(pairs, -1, 1);
    Tensor gradient = split(contextGradient, shape, head).contiguous().view(pairs, -1, head);
    Tensor valueGradient = torch.bmm(saved.probabilities().transpose(1, 2), gradient);
    Tensor scoreGradient = torch.bmm(gradient, saved.value().transpose(1, 2));
    scoreGradient.sub_(inner).mul_(saved.probabilities());
    Tensor queryGradient = torch.bmm(scoreGradient, saved.key());
    Tensor keyGradient = torch.bmm(scoreGradient.transpose(1, 2), saved.query());

    long width = (long) (config.heads() + 2 * config.keyValueHeads()) * head;
    Tensor projectedGradient = x.new_empty(x.size(0), width);
    Tensor queryPart = queryPart(projectedGradient, shape);
    Tensor keyPart = keyPart(projectedGradient, shape);
    shape.queryTables().rotate(queryGradient.view_as(queryPart), queryPart, true);
    shape.keyTables().rotate(keyGradient.view_as(keyPart), keyPart, true);
    valuePart(projectedGradient, shape).copy_(valueGradient.view_as(keyPart));
    if (queryNorm != null) {
      backThroughNorm(queryNorm, queryNormGradient, queryPart, queryPart(saved.projected(), shape));
      backThroughNorm(keyNorm, keyNormGradient, keyPart, keyPart(saved.projected(), shape));
    }
    return queryKeyValue.backward(x, projectedGradient);
  }

  private static void backThroughNorm(RmsNorm norm, Tensor weightGradient, Tensor part, Tensor x) {
    Tensor rows = x.to(ScalarType.Float).contiguous();
    Tensor gradient = norm.backward(rows, norm.inverseRms(rows), part.contiguous(), weightGradient);
    part.copy_(gradient);
  }

  private static Tensor probabilities(Tensor query, Tensor key, Tensor mask) {
    Tensor scores = torch.bmm(query, key.transpose(1, 2));
    if (mask != null) {
      long time = mask.size(-2);
      long keys = mask.size(-1);
      long batch = mask.dim() == 2 ? 1 : mask.size(0);
      scores.view(batch, -1, time, keys).add_(mask.dim() == 2 ? mask : mask.unsqueeze(1));
    }
    return torch.softmax(scores, -1);
  }

  private Tensor rotated(Tensor part, RmsNorm norm, RotaryTables tables) {
    Tensor normed = norm == null ? part : norm.forward(part, norm.inverseRms(part));
    Tensor result = part.new_empty(part.sizes());
    tables.rotate(normed, result, false);
    return result;
  }

  /** [rows, heads · width] as [batch, keyValueHeads, groups, time, width]. */
  private Tensor split(Tensor rows, Batch shape, long width) {
    return rows.view(shape.batch(), shape.time(), config.keyValueHeads(), config.groups(), width)
        .permute(0, 2, 3, 1, 4);
  }

  /** The reverse of {@link #split}, [rows, heads · headSize]. */
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
    Tensor weight = parameters.weight(name);
    return weight == null ? null : new RmsNorm(weight, config.normEpsilon());
  }
}
