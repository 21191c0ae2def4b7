package io.github.unlearn4j.model;

import io.github.unlearn4j.kernels.Kernels;
import io.github.unlearn4j.kernels.Strip;
import io.github.unlearn4j.tensor.Kept;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Attention in strips of queries, by plain matrix products: [batch · keyValueHeads, groups · times,
 * headSize] for a strip of queries and [batch · keyValueHeads, time, headSize] for keys and values,
 * so that a group's queries meet their keys in one product and nothing is repeated. A strip's
 * queries meet only the keys up to its end, so that most products above the diagonal are left out.
 */
final class StripAttention implements AttentionCore {
  private final DecoderConfig config;
  private final Kernels kernels;
  private final ProjectedHeads heads;

  StripAttention(DecoderConfig config, Kernels kernels) {
    this.config = config;
    this.kernels = kernels;
    heads = new ProjectedHeads(config, kernels);
  }

  @Override
  public Saved forward(Tensor rows, Attention.Batch shape) {
    List<Strip> strips = Strip.of(shape.time(), config.slidingWindow());
    List<Tensor> queries = emptyStrips(rows, shape, strips);
    heads.queries(rows, shape, queries);
    Tensor key = heads.key(rows, shape);
    Tensor value = heads.value(rows, shape);
    List<Tensor> probabilities = new ArrayList<>();
    List<Tensor> contexts = new ArrayList<>();
    for (int i = 0; i < strips.size(); i++) {
      Strip strip = strips.get(i);
      Tensor scores = torch.bmm(queries.get(i), seen(key, strip).transpose(1, 2));
      kernels.causalSoftmax(strip, scores);
      contexts.add(torch.bmm(scores, seen(value, strip)));
      probabilities.add(scores);
    }
    Tensor context = rows.new_empty(rows.size(0), (long) config.heads() * config.headSize());
    kernels.fromHeads(heads.queryLayout(shape), contexts, null, context);
    return new InStrips(queries, key, value, probabilities, context);
  }

  /**
   * @param queries of each strip [pairs, groups · times, headSize]
   * @param key [pairs, time, headSize]
   * @param probabilities of each strip [pairs, groups · times, keys]
   */
  private Tensor backward(InStrips saved, Tensor contextGradient, Attention.Batch shape) {
    List<Strip> strips = Strip.of(shape.time(), config.slidingWindow());
    List<Tensor> gradients = emptyStrips(contextGradient, shape, strips);
    kernels.toHeads(heads.queryLayout(shape), contextGradient, null, gradients);
    Tensor keyGradient = zeroSums(saved.key);
    Tensor valueGradient = zeroSums(saved.value);
    List<Tensor> queryGradients = new ArrayList<>();
    for (int i = 0; i < strips.size(); i++) {
      Strip strip = strips.get(i);
      Tensor probabilities = saved.probabilities.get(i);
      Tensor gradient = gradients.get(i);
      kernels.addProduct(seen(valueGradient, strip), probabilities.transpose(1, 2), gradient);
      Tensor scores = torch.bmm(gradient, seen(saved.value, strip).transpose(1, 2));
      kernels.causalSoftmaxGradient(strip, probabilities, scores);
      queryGradients.add(torch.bmm(scores, seen(saved.key, strip)));
      kernels.addProduct(seen(keyGradient, strip), scores.transpose(1, 2), saved.queries.get(i));
    }
    return heads.gradient(contextGradient, shape, queryGradients, keyGradient, valueGradient);
  }

  /** The keys, or values, that a strip's queries see: a view. */
  private static Tensor seen(Tensor keys, Strip strip) {
    return keys.narrow(1, strip.firstKey(), strip.keys());
  }

  private static Tensor zeroSums(Tensor like) {
    return torch.zeros_like(like, like.options().dtype(Types.optional(ScalarType.Float)), null);
  }

  private List<Tensor> emptyStrips(Tensor like, Attention.Batch shape, List<Strip> strips) {
    return heads.emptyStrips(like, shape, strips.stream().map(Strip::times).toList());
  }

  /** Queries and probabilities of each strip. */
  private final class InStrips implements Saved {
    private final List<Tensor> queries;
    private final Tensor key;
    private final Tensor value;
    private final List<Tensor> probabilities;
    private final Tensor context;

    private InStrips(
        List<Tensor> queries,
        Tensor key,
        Tensor value,
        List<Tensor> probabilities,
        Tensor context) {
      this.queries = queries;
      this.key = key;
      this.value = value;
      this.probabilities = probabilities;
      this.context = context;
    }

    @Override
    public Tensor context() {
      return context;
    }

    @Override
    public void keep(Kept kept) {
      queries.forEach(kept::keep);
      kept.keep(key);
      kept.keep(value);
      probabilities.forEach(kept::keep);
      kept.keep(context);
    }

    @Override
    public Tensor backward(Tensor contextGradient, Attention.Batch shape) {
      return StripAttention.this.backward(this, contextGradient, shape);
    }
  }
}
