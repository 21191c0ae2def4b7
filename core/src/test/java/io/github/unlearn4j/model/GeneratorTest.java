package io.github.unlearn4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.unlearn4j.base.ExitCode;
import io.github.unlearn4j.base.UserError;
import io.github.unlearn4j.tensor.PackedWeight;
import io.github.unlearn4j.tensor.Torch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class GeneratorTest {
  static final List<String> FAMILIES = Golden.FAMILIES;
  private static final int[] NO_STOP = {};

  /** More new tokens than the cache's step, so that its views are renewed several times. */
  private static final int LONG = 40;

  @ParameterizedTest
  @FieldSource("FAMILIES")
  void eachNewTokenIsTheLikeliestOneOfTheWholeSequence(String family) {
    int[] prompt = {5, 17, 3, 60, 21};
    try (Decoder decoder = Decoder.load(Golden.family(family), ComputeType.FLOAT32)) {
      int[] answer = generate(decoder, List.of(prompt), LONG, NO_STOP).getFirst();

      int[] sequence = prompt;
      for (int token : answer) {
        assertThat(token).isEqualTo(likeliest(decoder, sequence));
        sequence = IntStream.concat(IntStream.of(sequence), IntStream.of(token)).toArray();
      }
      assertThat(answer).hasSize(LONG);
    }
  }

  @Test
  void aPromptThatIsReadInSlicesIsContinuedAsOneThatIsReadAtOnce() {
    int[] longer = IntStream.range(0, 23).map(i -> 3 + 7 * i % 90).toArray();
    List<int[]> prompts = List.of(longer, new int[] {9, 2});
    Generator.Options options = new Generator.Options(8, 0, 0, NO_STOP);
    for (String family : List.of("llama", "mistral-window")) {
      try (Decoder decoder = Decoder.load(Golden.family(family), ComputeType.FLOAT32);
          Generator.LazyPacking packing = new Generator.LazyPacking(LogitSource.of(decoder))) {
        LogitSource source = LogitSource.of(decoder);
        List<Integer> both = List.of(0, 1);
        Map<Integer, int[]> whole =
            new GenerationBatch(source, prompts, both, options, 64).run(packing, t -> {});

        for (int slice : List.of(1, 5, 23)) {
          Map<Integer, int[]> sliced =
              new GenerationBatch(source, prompts, both, options, slice).run(packing, t -> {});
          assertThat(sliced.get(0)).isEqualTo(whole.get(0));
          assertThat(sliced.get(1)).isEqualTo(whole.get(1));
        }
      }
    }
  }

  @Test
  void aLongPromptTakesNothingFromTheAnswerOfAShortOne() {
    try (Decoder decoder = Decoder.load(Golden.family("llama"), ComputeType.FLOAT32)) {
      int positions = decoder.config().maximumPositions();
      int[] longest = IntStream.range(0, positions - 4).map(i -> 3 + i % 90).toArray();
      int[] shortest = {5, 17, 3};

      List<int[]> together = generate(decoder, List.of(longest, shortest), 24, NO_STOP);

      assertThat(together.get(0)).hasSize(4);
      assertThat(together.get(1))
          .isEqualTo(generate(decoder, List.of(shortest), 24, NO_STOP).getFirst())
          .hasSize(24);
    }
  }

  @Test
  void aSequenceThatEndsLeavesTheOthersAsTheyWouldBeAlone() {
    List<int[]> prompts = List.of(new int[] {5, 17, 3, 60, 21}, new int[] {9, 2}, new int[] {44});
    try (Decoder decoder = Decoder.load(Golden.family("llama"), ComputeType.FLOAT32)) {
      List<int[]> whole = generate(decoder, prompts, LONG, NO_STOP);
      int stop = whole.get(1)[3];

      List<int[]> stopped = generate(decoder, prompts, LONG, new int[] {stop});

      for (int i = 0; i < prompts.size(); i++) {
        int[] alone = whole.get(i);
        int end = IntStream.range(0, LONG).filter(at -> alone[at] == stop).findFirst().orElse(LONG);
        assertThat(stopped.get(i)).isEqualTo(Arrays.copyOf(alone, end));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.8})
  void logitsThatAreNoNumbersAreAnErrorAndNoAnswer(double temperature) {
    try (Decoder decoder = Decoder.loadForTraining(Golden.family("llama"), ComputeType.FLOAT32)) {
      decoder.parameters().weight("model.norm.weight").fill_(Torch.scalar(Double.NaN));
      Generator.Options options = new Generator.Options(LONG, temperature, 1, NO_STOP);

      assertThatThrownBy(() -> Generator.generate(decoder, List.of(new int[] {5}), options))
          .isInstanceOfSatisfying(
              UserError.class,
              error -> assertThat(error.exitCode()).isEqualTo(ExitCode.NOT_FINITE));
    }
  }

  @Test
  void moreThanABatchOfPromptsComeBackInTheirOrder() {
    List<int[]> prompts = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      prompts.add(IntStream.rangeClosed(i + 1, i + 1 + i % 7).toArray());
    }
    try (Decoder decoder = Decoder.load(Golden.family("llama"), ComputeType.FLOAT32)) {
      List<int[]> answers = generate(decoder, prompts, 3, NO_STOP);

      for (int i : new int[] {0, 6, 13, 39}) {
        assertThat(answers.get(i))
            .isEqualTo(generate(decoder, List.of(prompts.get(i)), 3, NO_STOP).getFirst());
      }
    }
  }

  @Test
  void promptsOfAllLengthsAreContinuedAsEachAlone() {
    List<int[]> prompts = new ArrayList<>();
    for (int length : new int[] {3, 29, 1, 30, 12, 24, 11, 2}) {
      prompts.add(IntStream.range(0, length).map(i -> (i * 7 + length) % 60 + 1).toArray());
    }
    try (Decoder decoder = Decoder.load(Golden.family("llama"), ComputeType.FLOAT32)) {
      List<int[]> together = generate(decoder, prompts, 20, NO_STOP);

      for (int i = 0; i < prompts.size(); i++) {
        assertThat(together.get(i))
            .isEqualTo(generate(decoder, List.of(prompts.get(i)), 20, NO_STOP).getFirst());
      }
    }
  }

  @Test
  void aPackedWeightMultipliesLikeAPlainOne() {
    try (PointerScope scope = new PointerScope()) {
      for (ScalarType type : List.of(ScalarType.Float, ScalarType.BFloat16)) {
        if (!PackedWeight.available(type)) {
          continue; // a processor that cannot: generation then uses plain weights
        }
        Tensor weight = torch.randn(new long[] {48, 32}).to(type);
        Tensor bias = torch.randn(new long[] {48}).to(type);
        Tensor x = torch.randn(new long[] {5, 32}).to(type);
        try (PackedWeight packed = PackedWeight.of(weight, 5)) {
          Tensor plain = torch.linear(x.to(ScalarType.Float), weight.to(ScalarType.Float));

          Tensor product = packed.linear(x, null);
          Tensor shifted = packed.linear(x, bias);

          double allowed = type == ScalarType.Float ? 1e-4 : 0.2;
          assertThat(difference(product, plain)).isLessThan(allowed);
          assertThat(difference(shifted, plain.add(bias))).isLessThan(allowed);
        }
      }
    }
  }

  private static double difference(Tensor ours, Tensor plain) {
    return ours.to(ScalarType.Float).sub(plain).abs().max().item_double();
  }

  private static List<int[]> generate(
      Decoder decoder, List<int[]> prompts, int tokens, int[] stops) {
    return Generator.generate(decoder, prompts, new Generator.Options(tokens, 0, 0, stops));
  }

  private static int likeliest(Decoder decoder, int[] sequence) {
    try (PointerScope scope = new PointerScope()) {
      long[] ids = IntStream.of(sequence).asLongStream().toArray();
      Tensor hidden = decoder.hidden(Torch.longs(ids, 1, ids.length));
      float[] logits = Torch.toFloats(decoder.logits(hidden.narrow(0, ids.length - 1, 1)));
      int best = 0;
      for (int token = 1; token < logits.length; token++) {
        best = logits[token] > logits[best] ? token : best;
      }
      return best;
    }
  }
}
