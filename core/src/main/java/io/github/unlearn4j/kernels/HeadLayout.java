package io.github.unlearn4j.kernels;

/**
 * How rows are made of heads: {@code keyValueHeads · groups} heads lie in one row, groups of one
 * key/value head side by side.
 *
 * @param groups query heads for each key/value head; 1 for keys and values themselves
 */
public record HeadLayout(int batch, int time, int keyValueHeads, int groups, int headSize) {
  /** Pairs of sequence and key/value head. */
  public long pairs() {
    return (long) batch * keyValueHeads;
  }
}
