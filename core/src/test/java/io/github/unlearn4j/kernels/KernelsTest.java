package io.github.unlearn4j.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.unlearn4j.tensor.Device;
import io.github.unlearn4j.tensor.Torch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The vector loops against the library's operators, on sizes that do and do not fill a vector. */
class KernelsTest {
  /** Replay with -Dkernels.seed=… */
  private static final long SEED = Long.getLong("kernels.seed", System.nanoTime());

  private final Kernels reference = new TorchKernels();
  private final Kernels vector = new VectorKernels(0);
  private final SplittableRandom random = new SplittableRandom(SEED);
  private PointerScope scope;

  @BeforeEach
  void open() {
    System.out.println("kernels.seed=" + SEED);
    Torch.start();
    scope = new PointerScope();
  }

  @AfterEach
  void close() {
    scope.close();
  }

  enum Type {
    FLOAT32(ScalarType.Float, 1e-5),
    BFLOAT16(ScalarType.BFloat16, 0.01);

    private final ScalarType scalar;
    private final double tolerance;

    Type(ScalarType scalar, double tolerance) {
      this.scalar = scalar;
      this.tolerance = tolerance;
    }
  }

  @Test
  void theVectorKernelsAreTheFastest() {
    assertThat(Kernels.fastest(Device.CPU)).isInstanceOf(VectorKernels.class);
  }

  @Test
  void withoutAnOptimisingCompilerTheyAreNotTaken() throws Exception {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    for (String option : List.of("-Xint", "-XX:TieredStopAtLevel=1")) {
      Process process =
          new ProcessBuilder(
                  java.toString(),
                  option,
                  "--enable-native-access=ALL-UNNAMED",
                  "--add-exports=java.base/jdk.internal.module=ALL-UNNAMED",
                  "-cp",
                  System.getProperty("java.class.path"),
                  FastestKernels.class.getName())
              .redirectErrorStream(true)
              .start();

      assertThat(new String(process.getInputStream().readAllBytes())).isEqualTo("TorchKernels");
    }
  }

  /** Prints which kernels a process of its own takes. */
  static final class FastestKernels {
    private FastestKernels() {}

    public static void main(String[] none) {
      System.out.print(Kernels.fastest(Device.CPU).getClass().getSimpleName());
    }
  }

  @ParameterizedTest
  @CsvSource({"FLOAT32,5,48", "FLOAT32,67,33", "BFLOAT16,300,576", "BFLOAT16,3,7"})
  void normsAgree(Type type, int rows, int size) {
    NormWeight weight = weight(type, size);
    Tensor x = floats(rows, size);
    Tensor delta = numbers(type, rows, size);
    List<Tensor> results = new ArrayList<>();
    for (Kernels kernels : List.of(reference, vector)) {
      Tensor sum = x.clone();
      Tensor inverse = Torch.empty(ScalarType.Float, rows);
      Tensor normed = Torch.empty(type.scalar, rows, size);
      kernels.addAndNorm(weight, sum, delta, sum, inverse, normed);
      results.addAll(List.of(sum, inverse, normed));
    }

    assertPairsClose(type, results);
  }

  @ParameterizedTest
  @CsvSource({"FLOAT32,5,48", "FLOAT32,67,33", "BFLOAT16,300,576", "BFLOAT16,3,7"})
  void normGradientsAgree(Type type, int rows, int size) {
    NormWeight weight = weight(type, size);
    Tensor x = floats(rows, size);
    Tensor inverse = Torch.empty(ScalarType.Float, rows);
    reference.norm(weight, x, inverse, Torch.empty(type.scalar, rows, size));
    Tensor given = numbers(type, rows, size);
    Tensor stream = floats(rows, size);
    List<Tensor> results = new ArrayList<>();
    for (Kernels kernels : List.of(reference, vector)) {
      NormWeight fresh =
          new NormWeight(weight.weight(), weight.gradient().clone(), weight.epsilon());
      Tensor normed = given.clone();
      Tensor gradient = stream.clone();
      Tensor narrow = Torch.empty(type.scalar, rows, size);
      kernels.normGradient(fresh, x, inverse, normed, gradient, narrow);
      results.addAll(List.of(fresh.gradient(), normed, gradient, narrow));
    }

    assertPairsClose(type, results);
  }

  @ParameterizedTest
  @EnumSource
  void normsOfHeadsInsideWiderRowsAgree(Type type) {
    NormWeight weight = weight(type, 24);
    Tensor all = numbers(type, 70, 5 * 24);
    Tensor given = numbers(type, 70, 5 * 24);
    List<Tensor> results = new ArrayList<>();
    for (Kernels kernels : List.of(reference, vector)) {
      Tensor normed = all.clone();
      Tensor gradient = given.clone();
      Tensor inverse = Torch.empty(ScalarType.Float, 70 * 3);
      NormWeight fresh =
          new NormWeight(weight.weight(), weight.gradient().clone(), weight.epsilon());
      kernels.norm(fresh, heads(normed), inverse, heads(normed));
      Tensor part = heads(gradient);
      kernels.normGradient(fresh, heads(all), inverse, part, null, part);
      results.addAll(List.of(normed, inverse, gradient, fresh.gradient()));
    }

    assertPairsClose(type, results);
  }

  @ParameterizedTest
  @CsvSource({
    "FLOAT32,1,5,2,1,8,4,5",
    "FLOAT32,2,150,2,3,12,3,150",
    "FLOAT32,2,150,2,3,12,3,300",
    "BFLOAT16,2,150,3,3,64,32,300",
    "BFLOAT16,1,130,1,2,20,5,130"
  })
  void rowsBecomeHeadsAndHeadsRows(
      Type type,
      int batch,
      int time,
      int keyValueHeads,
      int groups,
      int headSize,
      int pairs,
      int positions) {
    HeadLayout layout = new HeadLayout(batch, time, keyValueHeads, groups, headSize);
    long width = (long) keyValueHeads * groups * headSize;
    Tensor rows = numbers(type, (long) batch * time, width + 16).narrow(1, 16, width);
    Rotation rotation = new Rotation(floats(positions, pairs), floats(positions, pairs), 0.3);
    List<Tensor> results = new ArrayList<>();
    for (Kernels kernels : List.of(reference, vector)) {
      List<Tensor> strips = new ArrayList<>();
      for (Strip strip : Strip.of(time, 0)) {
        strips.add(
            Torch.empty(type.scalar, layout.pairs(), (long) groups * strip.times(), headSize));
      }
      Tensor back = Torch.zeros(type.scalar, (long) batch * time, width);
      Tensor plain = Torch.zeros(type.scalar, (long) batch * time, width);
      kernels.toHeads(layout, rows, rotation, strips);
      kernels.fromHeads(layout, strips, rotation, back);
      kernels.fromHeads(layout, strips, null, plain);
      results.addAll(strips);
      results.addAll(List.of(back, plain));
    }

    assertPairsClose(type, results);
  }

  @ParameterizedTest
  @CsvSource({"FLOAT32,40,0", "FLOAT32,300,7", "BFLOAT16,257,0", "BFLOAT16,140,33"})
  void causalSoftmaxesAndTheirGradientsAgree(Type type, int time, int window) {
    for (Strip strip : Strip.of(time, window)) {
      Tensor scores = numbers(type, 6, 2L * strip.times(), strip.keys()).mul(Torch.scalar(6));
      Tensor given = numbers(type, 6, 2L * strip.times(), strip.keys());
      Tensor probabilities = scores.clone();
      reference.causalSoftmax(strip, probabilities);
      List<Tensor> results = new ArrayList<>();
      for (Kernels kernels : List.of(reference, vector)) {
        Tensor softmax = scores.clone();
        Tensor gradient = given.clone();
        kernels.causalSoftmax(strip, softmax);
        kernels.causalSoftmaxGradient(strip, probabilities, gradient);
        results.addAll(List.of(softmax, gradient));
      }

      assertPairsClose(type, results);
    }
  }

  @ParameterizedTest
  @CsvSource({"FLOAT32,5,48", "FLOAT32,300,33", "BFLOAT16,64,1536", "BFLOAT16,3,7"})
  void gatesAndTheirGradientsAgree(Type type, int rows, int size) {
    Tensor both = numbers(type, rows, 2L * size).mul(Torch.scalar(4));
    Tensor given = numbers(type, rows, size);
    List<Tensor> results = new ArrayList<>();
    for (Kernels kernels : List.of(reference, vector)) {
      Tensor activated = Torch.empty(type.scalar, rows, size);
      Tensor gradients = both.clone();
      Tensor again = given.clone();
      kernels.gate(both, activated);
      kernels.gateGradient(gradients, again);
      results.addAll(List.of(activated, gradients, again));
    }

    assertPairsClose(type, results);
  }

  @ParameterizedTest
  @CsvSource({"FLOAT32,96,false", "FLOAT32,1003,true", "BFLOAT16,4099,false", "BFLOAT16,515,true"})
  void lossesAndTheirGradientsAgree(Type type, int vocabulary, boolean soft) {
    int rows = 37;
    Tensor logits = numbers(type, rows, vocabulary).mul(Torch.scalar(5));
    LossTargets targets = soft ? softTargets(rows, vocabulary) : hardTargets(rows, vocabulary);
    Tensor expected = logits.clone();
    Tensor actual = logits.clone();

    double expectedLoss = reference.loss(expected, targets, 0.125);
    double loss = vector.loss(actual, targets, 0.125);

    assertThat(loss).isCloseTo(expectedLoss, within(expectedLoss * 1e-5));
    assertPairsClose(type, List.of(expected, actual));
  }

  @ParameterizedTest
  @CsvSource({"64,48,80", "12,16,16", "40,112,128", "128,304,320"})
  void attentionsOverACacheAgree(int headSize, int columns, int room) {
    int batch = 4;
    int keyValueHeads = 2;
    int groups = 3;
    int pairs = batch * keyValueHeads;
    Tensor query = floats(pairs, groups, headSize);
    Tensor keys = floats(pairs, headSize, room).narrow(2, 0, columns).transpose(1, 2);
    Tensor values = floats(pairs, room, headSize).narrow(1, 0, columns);
    Tensor mask = Torch.zeros(ScalarType.Float, batch, 1, columns);
    mask.select(0, 1).narrow(1, 0, 5).fill_(Torch.scalar(-1e30));
    mask.narrow(2, columns - 3, 3).fill_(Torch.scalar(-1e30));
    assertPairsClose(
        Type.FLOAT32,
        List.of(
            reference.maskedAttention(query, keys, values, mask),
            vector.maskedAttention(query, keys, values, mask)));
  }

  /** Prompts over a cache, or trees: several positions, each with a sight of its own. */
  @ParameterizedTest
  @CsvSource({"FLOAT32,16,16", "FLOAT32,37,51", "BFLOAT16,24,40", "BFLOAT16,37,37"})
  void attentionsUnderAMaskAgree(Type type, int time, int columns) {
    int batch = 3;
    int keyValueHeads = 2;
    int groups = 2;
    int pairs = batch * keyValueHeads;
    Tensor query = numbers(type, pairs, groups * time, 20);
    Tensor keys = numbers(type, pairs, columns, 20);
    Tensor values = numbers(type, pairs, columns, 20);
    Tensor mask = Torch.zeros(ScalarType.Float, batch, time, columns);
    for (int row = 0; row < batch; row++) {
      for (int position = 0; position < time; position++) {
        int first = (3 * row + 5 * position) % (columns - 1);
        mask.select(0, row)
            .select(0, position)
            .narrow(0, 1 + first, columns - 1 - first)
            .fill_(Torch.scalar(-1e30));
      }
    }
    Tensor narrow = type == Type.BFLOAT16 ? mask.to(ScalarType.BFloat16) : mask;
    assertPairsClose(
        type,
        List.of(
            reference.maskedAttention(query, keys, values, narrow),
            vector.maskedAttention(query, keys, values, narrow)));
  }

  @Test
  void aPositionThatSeesNothingHasAContextOfZeros() {
    Tensor rows = floats(2, 9, 12);
    Tensor mask = Torch.zeros(ScalarType.Float, 2, 9, 9);
    mask.select(1, 4).fill_(Torch.scalar(-1e30));

    Tensor context = vector.maskedAttention(rows, rows, rows, mask);

    assertThat(Torch.toFloats(context.select(1, 4))).containsOnly(0);
    assertThat(Torch.toFloats(context)).doesNotContain(Float.NaN);
  }

  @ParameterizedTest
  @EnumSource(Type.class)
  void productsAreAddedToSums(Type type) {
    Tensor a = numbers(type, 3, 7, 20);
    Tensor b = numbers(type, 3, 20, 9);
    Tensor sum = floats(3, 10, 9);
    Tensor part = sum.narrow(1, 2, 7);
    Tensor expected = part.add(torch.bmm(a.to(ScalarType.Float), b.to(ScalarType.Float)));
    Tensor matrix = part.select(0, 1).clone();
    vector.addProduct(part, a, b);
    vector.addProduct(matrix, a.select(0, 1), b.select(0, 1));
    assertPairsClose(type, List.of(expected.contiguous(), part.contiguous()));
    assertPairsClose(type, List.of(expected.select(0, 1).contiguous(), matrix));
  }

  @ParameterizedTest
  @CsvSource({"FLOAT32,100000", "FLOAT32,19", "BFLOAT16,99991"})
  void sumsAgree(Type type, int count) {
    Tensor x = floats(count);
    Tensor delta = numbers(type, count);
    Tensor expected = Torch.empty(ScalarType.Float, count);
    Tensor actual = Torch.empty(ScalarType.Float, count);

    reference.add(x, delta, expected);
    vector.add(x, delta, actual);

    assertThat(Torch.toFloats(actual)).isEqualTo(Torch.toFloats(expected));
  }

  private LossTargets hardTargets(int rows, int vocabulary) {
    long[] labels = new long[rows];
    for (int i = 0; i < rows; i++) {
      labels[i] = random.nextInt(vocabulary);
    }
    return new LossTargets(Torch.longs(labels, rows), null, null);
  }

  private LossTargets softTargets(int rows, int vocabulary) {
    int named = 5;
    long[] ids = new long[rows * named];
    float[] probabilities = new float[ids.length];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = (i % named) * (vocabulary / named) + random.nextInt(vocabulary / named);
      probabilities[i] = (float) (random.nextDouble() / named);
    }
    return new LossTargets(
        null, Torch.longs(ids, rows, named), Torch.floats(probabilities, rows, named));
  }

  private NormWeight weight(Type type, int size) {
    return new NormWeight(numbers(type, size), floats(size), 1e-5);
  }

  private static Tensor heads(Tensor rows) {
    return rows.narrow(1, 24, 3 * 24).view(-1, 3, 24);
  }

  private Tensor numbers(Type type, long... shape) {
    return floats(shape).to(type.scalar);
  }

  private Tensor floats(long... shape) {
    int count = 1;
    for (long size : shape) {
      count *= (int) size;
    }
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Torch.floats(values, shape);
  }

  /** The first half of the results are the reference's. */
  private static void assertPairsClose(Type type, List<Tensor> results) {
    int half = results.size() / 2;
    for (int i = 0; i < half; i++) {
      Tensor expected = results.get(i).to(ScalarType.Float);
      Tensor actual = results.get(half + i).to(ScalarType.Float);
      double difference = actual.sub(expected).norm().item_double();
      assertThat(difference)
          .as("result %d of seed %d", i, SEED)
          .isLessThanOrEqualTo(type.tolerance * expected.norm().item_double());
    }
  }
}
