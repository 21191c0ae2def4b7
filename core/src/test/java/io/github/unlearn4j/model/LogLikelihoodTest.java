package io.github.unlearn4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What sequences share is computed once, and nothing else changes. */
class LogLikelihoodTest {
  private static final int VOCABULARY = 96;

  @ParameterizedTest
  @ValueSource(strings = {"llama", "mistral-window", "qwen3"})
  void sequencesComputedTogetherHaveTheProbabilitiesTheyHaveAlone(String family) {
    List<LogLikelihood.Request> requests = requests();
    try (Decoder decoder = Decoder.load(Golden.family(family), ComputeType.FLOAT32)) {
      List<double[]> alone = new ArrayList<>();
      requests.forEach(request -> alone.addAll(LogLikelihood.of(decoder, List.of(request))));

      List<double[]> together = LogLikelihood.of(decoder, requests);

      for (int index = 0; index < requests.size(); index++) {
        assertThat(together.get(index))
            .as("request %d", index)
            .containsExactly(alone.get(index), within(1e-4));
      }
    }
  }

  @Test
  void aContextIsComputedOnceForAllItsContinuations() {
    List<LogLikelihood.Request> requests = new ArrayList<>();
    int[] context = tokens(new Random(1), 20);
    for (int choice = 0; choice < 4; choice++) {
      requests.add(new LogLikelihood.Request(joined(context, 10 + choice, 50, 51), 20));
    }

    List<TokenTree> trees = TokenTree.pack(requests, 64);

    assertThat(trees).hasSize(1);
    // 20 of the context and two inputs of each continuation: its last token is only predicted.
    assertThat(trees.getFirst().size()).isEqualTo(20 + 4 * 2);
    assertThat(trees.getFirst().scored()).hasSize(4 * 3);
  }

  @Test
  void aSequenceAndItsBeginningsAreAChain() {
    int[] sequence = tokens(new Random(2), 20);
    int[] other = joined(Arrays.copyOf(sequence, 18), 1, 2);
    LogLikelihood.Request whole = new LogLikelihood.Request(sequence, 1);
    LogLikelihood.Request beginning = new LogLikelihood.Request(Arrays.copyOf(sequence, 9), 5);

    assertThat(TokenTree.pack(List.of(whole, beginning), 64))
        .singleElement()
        .matches(TokenTree::isChain);
    assertThat(TokenTree.pack(List.of(whole, beginning, new LogLikelihood.Request(other, 18)), 64))
        .singleElement()
        .matches(tree -> !tree.isChain());
  }

  @Test
  void continuationsOfOneTokenCostNothingBesidesTheirContext() {
    int[] context = tokens(new Random(1), 20);

    List<TokenTree> trees =
        TokenTree.pack(
            List.of(
                new LogLikelihood.Request(joined(context, 5), 20),
                new LogLikelihood.Request(joined(context, 6), 20)),
            64);

    assertThat(trees.getFirst().size()).isEqualTo(20);
    assertThat(trees.getFirst().isChain()).isTrue();
  }

  @Test
  void sequencesThatShareNothingStayApart() {
    List<TokenTree> trees =
        TokenTree.pack(
            List.of(
                new LogLikelihood.Request(new int[] {3, 4, 5}, 1),
                new LogLikelihood.Request(new int[] {6, 7, 8, 9}, 1)),
            64);

    assertThat(trees.stream().map(TokenTree::size)).containsExactly(3, 2);
  }

  /**
   * Shared contexts, endings that share their beginning, sequences within others, too long ones.
   */
  private static List<LogLikelihood.Request> requests() {
    Random random = new Random(7);
    List<LogLikelihood.Request> requests = new ArrayList<>();
    int[] context = tokens(random, 18);
    for (int choice = 0; choice < 4; choice++) {
      requests.add(new LogLikelihood.Request(joined(context, tokens(random, 3 + choice)), 18));
    }
    requests.add(new LogLikelihood.Request(joined(context, 11, 12, 13, 14), 18));
    requests.add(new LogLikelihood.Request(joined(context, 11, 12, 15), 18));
    requests.add(new LogLikelihood.Request(joined(context, 11, 12), 18));
    requests.add(new LogLikelihood.Request(joined(context, 11, 12), 5));
    requests.add(new LogLikelihood.Request(tokens(random, 30), 1));
    requests.add(new LogLikelihood.Request(new int[] {4, 5}, 1));
    int[] longContext = tokens(random, 70);
    requests.add(new LogLikelihood.Request(joined(longContext, 21, 22), 70));
    requests.add(new LogLikelihood.Request(joined(longContext, 23, 24), 70));
    return requests;
  }

  private static int[] tokens(Random random, int count) {
    return random.ints(count, 3, VOCABULARY).toArray();
  }

  private static int[] joined(int[] context, int... continuation) {
    int[] whole = Arrays.copyOf(context, context.length + continuation.length);
    System.arraycopy(continuation, 0, whole, context.length, continuation.length);
    return whole;
  }
}
