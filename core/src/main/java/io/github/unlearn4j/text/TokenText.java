package io.github.unlearn4j.text;

import java.util.function.IntFunction;

/**
 * What a token reads as in running text: {@code " Holmes"} with its space. A token that is only a
 * part of a character reads as U+FFFD, a special one as the file spells it.
 */
public final class TokenText implements IntFunction<String> {
  private final Tokenizer tokenizer;
  private final int lead;
  private final String leadText;

  public TokenText(Tokenizer tokenizer) {
    this.tokenizer = tokenizer;
    // SentencePiece drops the space at the beginning of a text, so something stands in front.
    int[] letter = tokenizer.encodePlain("a").ids();
    lead = letter[letter.length - 1];
    leadText = tokenizer.decode(new int[] {lead});
  }

  @Override
  public String apply(int id) {
    String both = tokenizer.decode(new int[] {lead, id});
    return both.length() > leadText.length()
        ? both.substring(leadText.length())
        : tokenizer.piece(id);
  }
}
