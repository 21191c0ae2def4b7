package io.github.unlearn4j.model;

import io.github.unlearn4j.kernels.Kernels;
import io.github.unlearn4j.tensor.Kept;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

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
    Tensor probabilities = probabilities(query.getFirst(), heads.key(rows, shape), shape.mask());
    Tensor inHeads = torch.bmm(probabilities, heads.value(rows, shape));
    Tensor context = rows.new_empty(rows.size(0), (long) config.heads() * config.headSize());
    kernels.fromHeads(heads.queryLayout(shape), List.of(inHeads), null, context);
    return new OnlyRead(context);
  }

  /**
   * @param query [batch · keyValueHeads, groups · time, headSize]
   * @param key [batch · keyValueHeads, keys, headSize]
   * @param mask [batch, time, keys], added to the scores
   */
  static Tensor probabilities(Tensor query, Tensor key, Tensor mask) {
    Tensor scores = torch.bmm(query, key.transpose(1, 2));
    scores.view(mask.size(0), -1, mask.size(1), mask.size(2)).add_(mask.unsqueeze(1));
    return torch.softmax(scores, -1);
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
