package io.github.unlearn4j.whp;

/**
 * One anchor of a block and what stands for it; places are UTF-16 indices.
 *
 * @param term number of the anchor among the kept ones
 * @param start of the anchor in the original text
 * @param end behind the anchor
 * @param translatedStart of the stand-in in the translated text
 * @param translatedEnd behind the stand-in
 * @param standIn in the letters of this place
 * @param repeated whether the term, or a longer one that holds it, stood in the block before
 */
public record Replacement(
    int term,
    int start,
    int end,
    int translatedStart,
    int translatedEnd,
    String standIn,
    boolean repeated) {

  /** By how much the text behind moves. */
  int shift() {
    return (translatedEnd - translatedStart) - (end - start);
  }
}
