package io.github.unlearn4j.train;

/**
 * A distribution for each position instead of one label: the probabilities of its few likeliest
 * tokens. What is left of 1 belongs to all other tokens together, among which the trained model may
 * divide it as it does already.
 *
 * @param perPosition tokens stored for each position
 * @param ids [positions · perPosition]; positions without a label hold zeros
 * @param probabilities [positions · perPosition]
 */
public record SoftTargets(int perPosition, int[] ids, float[] probabilities) {
  public SoftTargets {
    if (ids.length != probabilities.length || ids.length % perPosition != 0) {
      throw new IllegalArgumentException(
          "%d ids, %d probabilities, %d per position"
              .formatted(ids.length, probabilities.length, perPosition));
    }
  }
}
