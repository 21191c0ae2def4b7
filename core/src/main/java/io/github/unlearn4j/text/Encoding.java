package io.github.unlearn4j.text;

/**
 * A tokenized text. The spans tile it: the first starts at 0, each starts where the one before
 * ends, the last ends with the text. A leading space belongs to its word.
 *
 * @param ids token ids
 * @param starts for each token the first UTF-16 index of the text it stands for
 * @param ends for each token the UTF-16 index behind its last one; tokens that complete no
 *     character (specials that a template added, all but the last of an emoji's bytes) have {@code
 *     start == end}
 */
public record Encoding(int[] ids, int[] starts, int[] ends) {
  public int length() {
    return ids.length;
  }
}
