package io.github.unlearn4j.text;

/**
 * A tokenized text.
 *
 * @param ids token ids
 * @param starts for each token the first UTF-16 index of the text it stands for
 * @param ends for each token the UTF-16 index behind its last one; tokens that stand for no text
 *     (specials) have {@code start == end}
 */
public record Encoding(int[] ids, int[] starts, int[] ends) {
  public int length() {
    return ids.length;
  }
}
