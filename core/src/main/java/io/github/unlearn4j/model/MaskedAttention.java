package io.github.unlearn4j.model;

import io.github.unlearn4j.kernels.Kernels;
import io.github.unlearn4j.tensor.Kept;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/** Attention where a mask alone says what each position sees, as in a {@link TokenTree}. */
final class MaskedAttention implements AttentionCore {
  private final DecoderConfig config;
  private final Kernels kernels;
  private final ProjectedHeads heads;

  MaskedAttention(DecoderConfig config, Kernels kernels) {
    this.config = config;
    this.kernels = kernels;
    heads = new ProjectedHeads(config, kernels);
  }

  @Override
  public Saved forward(Tensor rows, Attention.Batch shape) {
    List<Tensor> query = heads.emptyStrips(rows, shape, List.of(shape.time()));
    heads.queries(rows, shape, query);
    Tensor inHeads =
        kernels.maskedAttention(
            query.getFirst(), heads.key(rows, shape), heads.value(rows, shape), shape.mask());
    Tensor context = rows.new_empty(rows.size(0), (long) config.heads() * config.headSize());
    kernels.fromHeads(heads.queryLayout(shape), List.of(inHeads), null, context);
    return new OnlyRead(context);
  }

  private record OnlyRead(Tensor context) implements Saved {
    @Override
    public void keep(Kept kept) {
      kept.keep(context);
    }

    @Override
    public Tensor backward(Tensor contextGradient, Attention.Batch shape) {
      throw new IllegalStateException("nothing is trained behind a mask");
    }
  }
}
