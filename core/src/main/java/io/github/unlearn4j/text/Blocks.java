package io.github.unlearn4j.text;

import io.github.unlearn4j.base.UserError;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Cuts documents into blocks of tokens.
 *
 * <p>A document is tokenized whole, so no word is broken by reading in pieces, and as plain
 * characters, so no special token is in the middle whatever the text spells. The last block of a
 * document is short. A block also ends early rather than inside a character of several tokens, so
 * that the texts of the blocks join to the document.
 */
public final class Blocks {
  private Blocks() {}

  /**
   * @param blockTokens the most tokens of a block
   * @throws UserError if all documents together are shorter than one block
   */
  public static List<Block> of(List<Document> documents, Tokenizer tokenizer, int blockTokens) {
    List<Block> blocks = new ArrayList<>();
    long tokens = 0;
    for (Document document : documents) {
      Encoding encoding = tokenizer.encodePlain(document.text());
      tokens += encoding.length();
      for (int from = 0; from < encoding.length(); ) {
        int to = blockEnd(encoding, from, blockTokens);
        blocks.add(block(blocks.size(), document, encoding, from, to));
        from = to;
      }
    }
    if (tokens < blockTokens) {
      throw UserError.badInput(
          "%s has %d tokens, less than one block of %d; give more text or set text.block_tokens lower"
              .formatted(name(documents), tokens, blockTokens));
    }
    return blocks;
  }

  /** A cut is good behind a token that completes its character: the next one starts a new one. */
  private static int blockEnd(Encoding encoding, int from, int blockTokens) {
    int limit = Math.min(encoding.length(), from + blockTokens);
    int to = limit;
    while (to < encoding.length() && to > from && isInsideCharacter(encoding, to)) {
      to--;
    }
    return to == from ? limit : to;
  }

  private static boolean isInsideCharacter(Encoding encoding, int to) {
    return encoding.starts()[to - 1] == encoding.ends()[to - 1];
  }

  private static Block block(int index, Document document, Encoding encoding, int from, int to) {
    int start = encoding.starts()[from];
    int end = encoding.ends()[to - 1];
    int[] starts = Arrays.copyOfRange(encoding.starts(), from, to);
    int[] ends = Arrays.copyOfRange(encoding.ends(), from, to);
    for (int i = 0; i < starts.length; i++) {
      starts[i] -= start;
      ends[i] -= start;
    }
    int[] ids = Arrays.copyOfRange(encoding.ids(), from, to);
    String text = document.text().substring(start, end);
    return new Block(index, document.name(), text, new Encoding(ids, starts, ends));
  }

  private static String name(List<Document> documents) {
    String first = documents.isEmpty() ? "the text" : documents.getFirst().name();
    int more = documents.size() - 1;
    return more > 0 ? "%s (and %d more)".formatted(first, more) : first;
  }
}
