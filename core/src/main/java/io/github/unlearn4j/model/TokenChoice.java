package io.github.unlearn4j.model;

import io.github.unlearn4j.base.ExitCode;
import io.github.unlearn4j.base.UserError;
import io.github.unlearn4j.tensor.Torch;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;

/** Chooses the next token of each sequence: the most probable one, or a draw. */
final class TokenChoice {
  /** A lower one cannot divide logits in float32, and chooses the likeliest token anyway. */
  private static final double LOWEST = 1e-4;

  private final double temperature;
  private final List<SplittableRandom> randoms;

  /**
   * Every sequence draws from numbers of its own, so that none depends on its neighbours.
   *
   * @param prompts the number of each sequence's prompt
   */
  TokenChoice(Generator.Options options, List<Integer> prompts) {
    temperature = options.temperature();
    randoms =
        prompts.stream().map(prompt -> new SplittableRandom(options.seed() + prompt)).toList();
  }

  /**
   * @param logits float32 [rows, vocabulary]; arg max over bf16 is four times slower
   * @param sequences which sequence each row belongs to
   * @throws UserError NOT_FINITE if a row holds NaN
   */
  long[] next(Tensor logits, int[] sequences) {
    if (temperature < LOWEST) {
      Tensor best = logits.argmax(new LongOptional(1), true); // NaN counts as the greatest
      requireNumbers(Torch.toFloats(logits.gather(1, best)));
      return Torch.toLongs(best);
    }
    float[] values = Torch.toFloats(logits.div(Torch.scalar(temperature)).softmax(1));
    requireNumbers(values);
    int vocabulary = values.length / sequences.length;
    long[] drawn = new long[sequences.length];
    for (int row = 0; row < drawn.length; row++) {
      float[] probabilities = Arrays.copyOfRange(values, row * vocabulary, (row + 1) * vocabulary);
      drawn[row] = draw(probabilities, randoms.get(sequences[row]));
    }
    return drawn;
  }

  private static void requireNumbers(float[] values) {
    for (float value : values) {
      if (Float.isNaN(value)) {
        throw new UserError(
            ExitCode.NOT_FINITE,
            "the model's logits are not numbers (NaN): its weights are damaged, or its training"
                + " diverged; import or train it again");
      }
    }
  }

  private static int draw(float[] probabilities, SplittableRandom random) {
    double left = random.nextDouble();
    int last = 0;
    for (int token = 0; token < probabilities.length; token++) {
      if (probabilities[token] > 0) {
        last = token;
        left -= probabilities[token];
        if (left < 0) {
          return token;
        }
      }
    }
    return last;
  }
}
