package io.github.unlearn4j.whp;

import io.github.unlearn4j.text.Encoding;
import java.util.Arrays;

/** Tokenizes plain text, no special token added; a real tokenizer or one made for a test. */
@FunctionalInterface
interface TextEncoder {
  Encoding encode(String text);

  /**
   * Tokens of {@code text} as they come behind {@code lead}, spans relative to {@code text}; null
   * where a token reaches over the seam.
   */
  default Encoding encodeBehind(String lead, String text) {
    Encoding whole = encode(lead + text);
    int seam = lead.length();
    int from = 0;
    while (from < whole.length() && whole.ends()[from] <= seam && whole.starts()[from] < seam) {
      from++;
    }
    if (!Arrays.equals(encode(lead).ids(), Arrays.copyOf(whole.ids(), from))) {
      return null;
    }
    int length = whole.length() - from;
    int[] ids = new int[length];
    int[] starts = new int[length];
    int[] ends = new int[length];
    for (int i = 0; i < length; i++) {
      ids[i] = whole.ids()[from + i];
      starts[i] = whole.starts()[from + i] - seam;
      ends[i] = whole.ends()[from + i] - seam;
    }
    return new Encoding(ids, starts, ends);
  }
}
