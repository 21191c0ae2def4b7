package io.github.unlearn4j.bench;

import io.github.unlearn4j.model.ComputeType;
import io.github.unlearn4j.model.DecoderConfig;
import io.github.unlearn4j.tensor.Torch;
import java.util.Arrays;
import java.util.function.Supplier;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Every matrix product of a training step at a model's shapes, and nothing else: for each linear
 * layer forward, by input and by weight; attention's six products; the head in chunks. With the
 * same library a step can be faster in attention alone, whose whole squares are multiplied here
 * though half of each is masked.
 */
final class MatrixProducts {
  private static final int TIME = 512;
  private static final int BATCH = 4;
  private static final int HEAD_ROWS = 512;

  private final DecoderConfig config;
  private final ComputeType type;
  private double seconds;

  MatrixProducts(DecoderConfig config, ComputeType type) {
    this.config = config;
    this.type = type;
  }

  /** Tokens a second at the bound; each product is the median of {@code repeats}. */
  Sample time(int repeats) {
    Torch.start();
    int rows = BATCH * TIME;
    int hidden = config.hiddenSize();
    int queries = config.heads() * config.headSize();
    int keyValues = 2 * config.keyValueHeads() * config.headSize();
    linear(rows, hidden, queries + keyValues, config.layers(), repeats);
    linear(rows, queries, hidden, config.layers(), repeats);
    linear(rows, hidden, 2 * config.feedForwardSize(), config.layers(), repeats);
    linear(rows, config.feedForwardSize(), hidden, config.layers(), repeats);
    double layers = seconds;
    attention(repeats);
    double attention = seconds - layers;
    linear(HEAD_ROWS, hidden, config.vocabularySize(), (double) rows / HEAD_ROWS, repeats);
    String note =
        "linear %.2f s, attention %.2f s, head %.2f s for %d tokens"
            .formatted(layers, attention, seconds - layers - attention, rows);
    return new Sample(seconds, rows, 0, note);
  }

  private void linear(int rows, int in, int out, double times, int repeats) {
    try (PointerScope scope = new PointerScope()) {
      Tensor x = random(rows, in);
      Tensor weight = random(out, in);
      Tensor gradient = random(rows, out);
      add(times, repeats, () -> torch.linear(x, weight));
      add(times, repeats, () -> torch.mm(gradient, weight));
      add(times, repeats, () -> torch.mm(gradient.t(), x));
    }
  }

  /** q kᵀ, p v, and their four gradients, whole squares as the library's products are. */
  private void attention(int repeats) {
    int pairs = BATCH * config.keyValueHeads();
    int queries = config.groups() * TIME;
    try (PointerScope scope = new PointerScope()) {
      Tensor query = random(pairs, queries, config.headSize());
      Tensor key = random(pairs, TIME, config.headSize());
      Tensor square = random(pairs, queries, TIME);
      double layers = config.layers();
      add(2 * layers, repeats, () -> torch.bmm(query, key.transpose(1, 2)));
      add(2 * layers, repeats, () -> torch.bmm(square, key));
      add(2 * layers, repeats, () -> torch.bmm(square.transpose(1, 2), query));
    }
  }

  private Tensor random(long... shape) {
    return type.device().take(torch.randn(shape).to(type.scalarType()));
  }

  private void add(double times, int repeats, Supplier<Tensor> product) {
    double[] measured = new double[repeats];
    for (int i = -1; i < repeats; i++) {
      long start = System.nanoTime();
      try (PointerScope scope = new PointerScope()) {
        Tensor result = product.get();
        if (type.device().isCard()) { // which computes later: a number is there when all is done
          Torch.toFloats(result.flatten().narrow(0, 0, 1));
        }
      }
      if (i >= 0) { // the first one warms up
        measured[i] = (System.nanoTime() - start) / 1e9;
      }
    }
    Arrays.sort(measured);
    seconds += times * measured[repeats / 2];
  }
}
