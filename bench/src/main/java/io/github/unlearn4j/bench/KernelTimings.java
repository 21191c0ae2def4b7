package io.github.unlearn4j.bench;

import io.github.unlearn4j.kernels.HeadLayout;
import io.github.unlearn4j.kernels.Kernels;
import io.github.unlearn4j.kernels.LossTargets;
import io.github.unlearn4j.kernels.NormWeight;
import io.github.unlearn4j.kernels.Rotation;
import io.github.unlearn4j.kernels.Strip;
import io.github.unlearn4j.kernels.TorchKernels;
import io.github.unlearn4j.kernels.VectorKernels;
import io.github.unlearn4j.tensor.Torch;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Each kernel at the shapes of SmolLM2-135M in both compute types: a micro-batch of 4 blocks of 512
 * tokens. {@code library}: the library's operators.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class KernelTimings {
  private static final int BATCH = 4;
  private static final int TIME = 512;
  private static final int ROWS = BATCH * TIME;
  private static final int HIDDEN = 576;
  private static final int FEED_FORWARD = 1536;
  private static final int HEAD = 64;
  private static final int KEY_VALUE_HEADS = 3;
  private static final int GROUPS = 3;
  private static final int VOCABULARY = 49152;
  private static final int LOSS_ROWS = 256;

  @Param({"vector", "library"})
  String implementation;

  @Param({"bfloat16", "float32"})
  String type;

  private final HeadLayout layout = new HeadLayout(BATCH, TIME, KEY_VALUE_HEADS, GROUPS, HEAD);
  private final List<Strip> strips = Strip.of(TIME, 0);
  private PointerScope scope;
  private Kernels kernels;
  private NormWeight weight;
  private Rotation rotation;
  private Tensor stream;
  private Tensor inverse;
  private Tensor narrow;
  private Tensor gradient;
  private Tensor normedGradient;
  private Tensor gateAndUp;
  private Tensor activated;
  private List<Tensor> queries;
  private List<Tensor> scores;
  private List<Tensor> scoreGradients;
  private Tensor logits;
  private LossTargets targets;

  /** Random numbers; what a kernel changes in place keeps its size, not its meaning. */
  @Setup(Level.Trial)
  public void open() {
    Torch.start();
    scope = new PointerScope();
    kernels = implementation.equals("vector") ? new VectorKernels(0) : new TorchKernels();
    weight = new NormWeight(narrow(HIDDEN), wide(HIDDEN), 1e-5);
    rotation = new Rotation(wide(TIME, HEAD / 2), wide(TIME, HEAD / 2), 0.125);
    stream = wide(ROWS, HIDDEN);
    inverse = torch.ones(ROWS);
    narrow = narrow(ROWS, HIDDEN);
    gradient = wide(ROWS, HIDDEN);
    normedGradient = narrow(ROWS, HIDDEN);
    gateAndUp = narrow(ROWS, 2 * FEED_FORWARD);
    activated = narrow(ROWS, FEED_FORWARD);
    long pairs = layout.pairs();
    queries = strips.stream().map(strip -> narrow(pairs, GROUPS * strip.times(), HEAD)).toList();
    scores = squares();
    scoreGradients = squares();
    logits = narrow(LOSS_ROWS, VOCABULARY);
    targets = new LossTargets(Torch.longs(new long[LOSS_ROWS], LOSS_ROWS), null, null);
  }

  @TearDown(Level.Trial)
  public void close() {
    scope.close();
  }

  @Benchmark
  public void norm() {
    kernels.norm(weight, stream, inverse, narrow);
  }

  @Benchmark
  public void addAndNorm() {
    kernels.addAndNorm(weight, stream, normedGradient, gradient, inverse, narrow);
  }

  @Benchmark
  public void normGradient() {
    kernels.normGradient(weight, stream, inverse, normedGradient, gradient, narrow);
  }

  @Benchmark
  public void toHeads() {
    kernels.toHeads(layout, narrow, rotation, queries);
  }

  @Benchmark
  public void fromHeads() {
    kernels.fromHeads(layout, queries, rotation, narrow);
  }

  @Benchmark
  public void causalSoftmax() {
    for (int i = 0; i < scores.size(); i++) {
      kernels.causalSoftmax(strips.get(i), scores.get(i));
    }
  }

  @Benchmark
  public void causalSoftmaxGradient() {
    for (int i = 0; i < scores.size(); i++) {
      kernels.causalSoftmaxGradient(strips.get(i), scores.get(i), scoreGradients.get(i));
    }
  }

  @Benchmark
  public void gate() {
    kernels.gate(gateAndUp, activated);
  }

  @Benchmark
  public void gateGradient() {
    kernels.gateGradient(gateAndUp, activated);
  }

  @Benchmark
  public double loss() {
    return kernels.loss(logits, targets, 1.0 / ROWS);
  }

  @Benchmark
  public void add() {
    kernels.add(stream, narrow, stream);
  }

  private List<Tensor> squares() {
    long pairs = layout.pairs();
    return strips.stream()
        .map(strip -> narrow(pairs, GROUPS * strip.times(), strip.keys()))
        .toList();
  }

  private Tensor narrow(long... shape) {
    return wide(shape).to(type.equals("float32") ? ScalarType.Float : ScalarType.BFloat16);
  }

  private static Tensor wide(long... shape) {
    return torch.randn(shape);
  }
}
