package io.github.unlearn4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.unlearn4j.tensor.Device;
import io.github.unlearn4j.tensor.Torch;
import io.github.unlearn4j.weights.SafetensorsFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class StrandsTest {
  private int before;

  @BeforeEach
  void askForTwoThreads() {
    before = Torch.threads();
    Torch.start(2);
  }

  @AfterEach
  void askForAsManyAsBefore() {
    Torch.start(before);
  }

  @ParameterizedTest
  @CsvSource({
    "qwen3, 0, false, true",
    "qwen2, 0, false, true",
    "llama-tied, 0, true, true",
    "mistral, 4, false, true",
    "qwen3, 0, false, false",
    "mistral, 4, true, false"
  })
  void gradientsAreThoseOfOneThreadAndTheSameInEveryRun(
      String family, int rank, boolean recompute, boolean narrow) {
    LoraSettings lora = new LoraSettings(rank, 16, LoraSettings.MODULES);
    ComputeType type = narrow ? ComputeType.BFLOAT16 : ComputeType.FLOAT32;
    try (PointerScope scope = new PointerScope();
        Decoder decoder = LoraDecoder.forTraining(Golden.family(family), type, lora, 1)) {
      decoder.recompute(recompute);
      float[] divided = gradient(decoder, family);
      for (int again = 0; again < 10; again++) {
        assertThat(gradient(decoder, family)).isEqualTo(divided);
      }
      Torch.start(1);
      float[] whole = gradient(decoder, family);
      assertThat(distance(divided, whole))
          .isLessThan((narrow ? 0.004 : 1e-6) * distance(whole, new float[1]));
      assertThat(distance(whole, new float[1])).isPositive();
    }
  }

  @ParameterizedTest
  @CsvSource({"qwen3", "mistral-window"})
  void hiddenStatesAreThoseOfOneThread(String family) {
    try (PointerScope scope = new PointerScope();
        Decoder decoder = Decoder.load(Golden.family(family), ComputeType.BFLOAT16);
        SafetensorsFile expected = expected(family)) {
      Tensor ids = expected.tensor("input_ids");
      float[] divided = Torch.toFloats(decoder.hidden(ids));
      Torch.start(1);
      float[] whole = Torch.toFloats(decoder.hidden(ids));
      assertThat(divided).isEqualTo(whole);
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1})
  void promptsAreContinuedAsByOneThread(double temperature) {
    List<int[]> prompts = new ArrayList<>();
    for (int i = 0; i < 37; i++) {
      prompts.add(IntStream.rangeClosed(i + 1, i + 2 + i % 7).toArray());
    }
    Generator.Options options = new Generator.Options(20, temperature, 5, new int[] {7});
    try (Decoder decoder = Decoder.load(Golden.family("qwen3"), ComputeType.BFLOAT16)) {
      List<int[]> divided = Generator.generate(decoder, prompts, options);
      Torch.start(1);
      List<int[]> whole = Generator.generate(decoder, prompts, options);
      for (int i = 0; i < prompts.size(); i++) {
        assertThat(divided.get(i)).isEqualTo(whole.get(i));
      }
    }
  }

  @Test
  void oneForEachThreadIfThereAreSequencesEnough() {
    assertThat(Strands.count(Device.CPU, 1)).isEqualTo(1);
    assertThat(Strands.count(Device.CPU, 2)).isEqualTo(2);
    assertThat(Strands.count(Device.CPU, 5)).isEqualTo(2);
    assertThat(Strands.count(Device.cuda(0), 5)).isEqualTo(1);
  }

  @Test
  void threadsOfStrandsAskTheLibraryForNoOthersAndLaterThreadsForAll() {
    ConcurrentMap<Integer, Integer> threads = new ConcurrentHashMap<>();
    Strands.run(2, strand -> threads.put(strand, Torch.threads()));
    assertThat(threads).containsOnly(Map.entry(0, 1), Map.entry(1, 1));
    assertThat(Torch.threads()).isEqualTo(2);
    assertThat(CompletableFuture.supplyAsync(Torch::threads, Thread::startVirtualThread).join())
        .isEqualTo(2);
  }

  @Test
  void eachChangeComesBehindTheSameChangeOfTheStrandBefore() {
    long seed = new Random().nextLong();
    System.out.println("seed " + seed);
    int strands = 4;
    int changes = 50;
    List<List<Integer>> order = new ArrayList<>();
    for (int i = 0; i < changes; i++) {
      order.add(new ArrayList<>());
    }
    Strands.run(
        strands,
        strand -> {
          Random random = new Random(seed + strand);
          for (List<Integer> change : order) {
            LockSupport.parkNanos(random.nextInt(100_000));
            Strands.inOrder(() -> change.add(strand));
          }
        });
    assertThat(order).containsOnly(List.of(0, 1, 2, 3));
  }

  @Test
  void aStrandThatFailsKeepsNobodyWaiting() {
    List<Integer> changed = new ArrayList<>();
    assertThatThrownBy(
            () ->
                Strands.run(
                    2,
                    strand -> {
                      if (strand == 0) {
                        throw new IllegalStateException("out of memory");
                      }
                      Strands.inOrder(() -> changed.add(strand));
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("out of memory");
    assertThat(changed).containsExactly(1);
  }

  private static SafetensorsFile expected(String family) {
    return SafetensorsFile.open(Golden.family(family).resolve("expected.safetensors"));
  }

  private static float[] gradient(Decoder decoder, String family) {
    try (PointerScope scope = new PointerScope();
        SafetensorsFile expected = expected(family)) {
      decoder.trained().gradient().zero_();
      Tensor targets = expected.tensor("targets").contiguous().view(-1);
      decoder.addGradient(expected.tensor("input_ids"), targets, 0.1);
      return Torch.toFloats(decoder.trained().gradient());
    }
  }

  /** Of two vectors; what is missing in the second is 0. */
  private static double distance(float[] one, float[] other) {
    double square = 0;
    for (int i = 0; i < one.length; i++) {
      square += Math.pow(one[i] - (i < other.length ? other[i] : 0), 2);
    }
    return Math.sqrt(square);
  }
}
