package io.github.unlearn4j.model;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** A micro-batch on its way through all layers and back, each part on a strand of its own. */
final class DividedPass implements AutoCloseable {
  private final List<BatchPart> parts;
  private final LayerStack.Pass[] passes;

  private DividedPass(List<BatchPart> parts) {
    this.parts = parts;
    passes = new LayerStack.Pass[parts.size()];
  }

  /** {@code embed}: rows of the residual stream, float32, for ids. */
  static DividedPass forward(
      LayerStack stack, List<BatchPart> parts, UnaryOperator<Tensor> embed, boolean recompute) {
    DividedPass pass = new DividedPass(parts);
    try {
      Strands.run(
          parts.size(),
          strand -> {
            BatchPart part = parts.get(strand);
            pass.passes[strand] =
                stack.pass(() -> embed.apply(part.ids()), part.shape(), recompute);
          });
      return pass;
    } catch (RuntimeException problem) {
      pass.close();
      throw problem;
    }
  }

  /** The rows for the output head [batch · time, hidden]. */
  Tensor normed() {
    if (passes.length == 1) {
      return passes[0].normed();
    }
    return torch.cat(
        new TensorVector(
            Arrays.stream(passes).map(LayerStack.Pass::normed).toArray(Tensor[]::new)));
  }

  /**
   * Adds the weights' gradients.
   *
   * @param normedGradient by {@link #normed}
   * @param embeddingGradient float32 [vocabulary, hidden], added to; or null
   */
  void backward(Tensor normedGradient, Tensor embeddingGradient) {
    Tensor[] gradients = new Tensor[passes.length];
    Strands.run(
        passes.length,
        strand -> {
          try (PointerScope scope = new PointerScope()) {
            Tensor given = parts.get(strand).rows(normedGradient);
            gradients[strand] = passes[strand].backward(given);
          }
        });
    if (embeddingGradient != null) {
      for (int i = 0; i < gradients.length; i++) {
        embeddingGradient.index_add_(0, parts.get(i).ids().reshape(-1), gradients[i]);
      }
    }
  }

  @Override
  public void close() {
    Arrays.stream(passes).filter(Objects::nonNull).forEach(LayerStack.Pass::close);
  }
}
