package io.github.unlearn4j.model;

import io.github.unlearn4j.kernels.FusedAttention;
import io.github.unlearn4j.kernels.Kernels;
import io.github.unlearn4j.tensor.Kept;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Attention in one operator, where the device has it and every position sees all before it. */
final class WholeAttention implements AttentionCore {
  private final DecoderConfig config;
  private final FusedAttention fused;
  private final ProjectedHeads heads;

  WholeAttention(DecoderConfig config, Kernels kernels) {
    this.config = config;
    fused = kernels.fusedAttention();
    heads = new ProjectedHeads(config, kernels);
  }

  /** Whether these kernels can do sequences of this length in one operator. */
  static boolean serves(DecoderConfig config, FusedAttention fused, ScalarType type, long time) {
    boolean seesAll = config.slidingWindow() == 0 || config.slidingWindow() >= time;
    return fused != null && seesAll && fused.takes(type, config.headSize());
  }

  @Override
  public Saved forward(Tensor rows, Attention.Batch shape) {
    List<Tensor> query = heads.emptyStrips(rows, shape, List.of(shape.time()));
    heads.queries(rows, shape, query);
    Tensor key = byHead(heads.key(rows, shape), shape, config.keyValueHeads());
    Tensor value = byHead(heads.value(rows, shape), shape, config.keyValueHeads());
    Tensor queries = byHead(query.getFirst(), shape, config.heads());
    return new Whole(queries, key, value, fused.forward(queries, key, value));
  }

  private Tensor byHead(Tensor pairs, Attention.Batch shape, int count) {
    return pairs.view(shape.batch(), count, shape.time(), config.headSize());
  }

  /** The operator's own tensors; no probabilities. */
  private final class Whole implements Saved {
    private final Tensor query;
    private final Tensor key;
    private final Tensor value;
    private final FusedAttention.Result result;
    private final Tensor context;

    private Whole(Tensor query, Tensor key, Tensor value, FusedAttention.Result result) {
      this.query = query;
      this.key = key;
      this.value = value;
      this.result = result;
      long rows = query.size(0) * query.size(2);
      context = result.context().transpose(1, 2).reshape(rows, query.size(1) * query.size(3));
    }

    @Override
    public Tensor context() {
      return context;
    }

    @Override
    public void keep(Kept kept) {
      kept.keep(query);
      kept.keep(key);
      kept.keep(value);
      kept.keep(result.context());
      result.state().forEach(kept::keep);
      kept.keep(context);
    }

    @Override
    public Tensor backward(Tensor contextGradient, Attention.Batch shape) {
      Tensor given =
          contextGradient
              .view(shape.batch(), shape.time(), config.heads(), config.headSize())
              .transpose(1, 2);
      FusedAttention.Gradients gradients = fused.backward(given, query, key, value, result);
      return heads.gradient(
          contextGradient, shape, List.of(gradients.query()), gradients.key(), gradients.value());
    }
  }
}
