package io.github.unlearn4j.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.unlearn4j.model.ComputeType;
import io.github.unlearn4j.model.Decoder;
import io.github.unlearn4j.model.Generator;
import io.github.unlearn4j.model.Golden;
import io.github.unlearn4j.model.LogLikelihood;
import io.github.unlearn4j.model.LogitSource;
import io.github.unlearn4j.tensor.Torch;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two models read together. */
class LogitSourceTest {
  private static final int[] IDS = {5, 9, 11, 7, 30, 42, 8, 13};
  private static final int[] OTHER_IDS = {5, 9, 11, 50, 3, 12};

  private final Decoder one = load("llama3-rope");
  private final Decoder other = load("llama");

  private static Decoder load(String family) {
    return Decoder.load(Golden.family(family), ComputeType.FLOAT32);
  }

  @AfterEach
  void close() {
    one.close();
    other.close();
  }

  @Test
  void theLogLikelihoodsOfTwoModelsAreThoseOfTheirLogitsPutTogether() {
    double[] read =
        LogLikelihood.of(
                LogitSource.of(one, other, Tensor::add),
                List.of(new LogLikelihood.Request(IDS, 1), new LogLikelihood.Request(OTHER_IDS, 1)))
            .getFirst();

    try (PointerScope scope = new PointerScope()) {
      long[] ids = Arrays.stream(IDS).asLongStream().toArray();
      Tensor sum = logits(one, ids).add(logits(other, ids));
      Tensor logarithms = sum.log_softmax(1);
      for (int i = 0; i < read.length; i++) {
        float expected = Torch.toFloats(logarithms.select(0, i))[IDS[i + 1]];
        assertThat(read[i]).isCloseTo(expected, within(1e-4));
      }
    }
  }

  private static Tensor logits(Decoder decoder, long[] ids) {
    return decoder.logits(decoder.hidden(Torch.longs(ids, 1, ids.length)));
  }

  @Test
  void aSourceThatKeepsTheFirstModelAnswersAndCompletesAsThatModelAlone() {
    LogitSource first = LogitSource.of(one, other, (its, others) -> its);
    List<LogLikelihood.Request> requests = List.of(new LogLikelihood.Request(IDS, 2));
    List<int[]> prompts = List.of(IDS, OTHER_IDS);
    int[] stop = {2};

    assertThat(LogLikelihood.of(first, requests).getFirst())
        .isEqualTo(LogLikelihood.of(one, requests).getFirst());
    List<int[]> completed =
        Generator.generate(first, prompts, new Generator.Options(6, 0, 0, stop));
    List<int[]> generated = Generator.generate(one, prompts, new Generator.Options(6, 0, 0, stop));
    for (int i = 0; i < prompts.size(); i++) {
      assertThat(completed.get(i)).isEqualTo(generated.get(i));
    }
  }
}
