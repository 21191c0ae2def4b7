package io.github.unlearn4j.text;

import ai.djl.huggingface.tokenizers.jni.CharSpan;

/**
 * Turns the library's spans into spans that tile the text: the first begins at 0, each begins where
 * the one before ends, and the last ends with the text.
 *
 * <p>The library counts code points, lets the spans of two tokens overlap that share a character
 * (the bytes of an emoji), some tokenizers trim the leading space off a word's span, and
 * normalization drops characters. Here {@code ends[i]} is the place up to which the text is
 * complete once token {@code i} is read: a character belongs to the token that completes it, and a
 * token that completes none has an empty span. Of what the library gives to no token, a space and
 * all behind it belong to the next token, and what stands before the first space (the mark of a
 * composed letter, a control) to the one before.
 */
final class TiledSpans {
  private final String text;
  private final CharSpan[] spans;
  // For each token the first code point of those behind it.
  private final int[] nextStarts;
  private int index;
  private int codePoint;

  private TiledSpans(String text, CharSpan[] spans) {
    this.text = text;
    this.spans = spans;
    nextStarts = new int[spans.length];
    int nextStart = Integer.MAX_VALUE;
    for (int i = spans.length - 1; i >= 0; i--) {
      nextStarts[i] = nextStart;
      nextStart = spans[i] == null ? nextStart : Math.min(spans[i].getStart(), nextStart);
    }
  }

  /**
   * @param spans in code points; null for a special token that stands for no text
   */
  static Encoding encoding(String text, long[] ids, CharSpan[] spans) {
    return new TiledSpans(text, spans).encoding(ids);
  }

  private Encoding encoding(long[] ids) {
    int[] tokens = new int[ids.length];
    int[] starts = new int[ids.length];
    int[] ends = new int[ids.length];
    for (int i = 0; i < ids.length; i++) {
      tokens[i] = (int) ids[i];
      starts[i] = index;
      if (spans[i] != null) {
        read(i);
      }
      ends[i] = index;
    }
    return new Encoding(tokens, starts, ends);
  }

  /** Moves on to the place where the text is complete behind token {@code i}. */
  private void read(int i) {
    boolean last = nextStarts[i] == Integer.MAX_VALUE;
    int complete = last ? Integer.MAX_VALUE : Math.min(spans[i].getEnd(), nextStarts[i]);
    while (index < text.length()
        && (codePoint < complete || (codePoint < nextStarts[i] && !atSpace()))) {
      index += Character.charCount(text.codePointAt(index));
      codePoint++;
    }
  }

  private boolean atSpace() {
    return Character.isWhitespace(text.codePointAt(index));
  }
}
