package io.github.unlearn4j.text;

import java.util.Arrays;

/**
 * Decodes tokens one at a time, for text that appears while it is made. What is given out is never
 * taken back: a character of several tokens is held until it is whole.
 */
public final class TokenStream {
  private static final char INCOMPLETE = '\uFFFD';

  private final Tokenizer tokenizer;
  private int[] ids = new int[64];
  private int length;
  // A token's text depends on the one before (SentencePiece drops the first space), so new text is
  // the difference of two decodings that both start with a few tokens already given out.
  private int contextStart;
  private int givenOut;

  public TokenStream(Tokenizer tokenizer) {
    this.tokenizer = tokenizer;
  }

  /** The text that is certain with one more token; often empty within an emoji. */
  public String next(int id) {
    if (length == ids.length) {
      ids = Arrays.copyOf(ids, 2 * length);
    }
    ids[length++] = id;
    String text = pending();
    if (text.isEmpty() || text.charAt(text.length() - 1) == INCOMPLETE) {
      return "";
    }
    contextStart = givenOut;
    givenOut = length;
    return text;
  }

  /** What is left at the end; bytes that never became a character are U+FFFD. */
  public String finish() {
    String text = pending();
    contextStart = givenOut;
    givenOut = length;
    return text;
  }

  private String pending() {
    String before = tokenizer.decode(Arrays.copyOfRange(ids, contextStart, givenOut));
    String after = tokenizer.decode(Arrays.copyOfRange(ids, contextStart, length));
    return after.substring(Math.min(before.length(), after.length()));
  }
}
