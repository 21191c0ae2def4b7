package io.github.unlearn4j.whp;

import io.github.unlearn4j.text.Block;
import io.github.unlearn4j.text.Encoding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A tokenizer one can follow by eye: words with their leading space, cut every six letters. */
final class WordTokens implements TextEncoder {
  private static final Pattern TOKEN = Pattern.compile(" ?\\p{L}{1,6}|[^\\p{L}]");

  private final Map<String, Integer> ids = new LinkedHashMap<>();

  @Override
  public Encoding encode(String text) {
    List<int[]> tokens = new ArrayList<>();
    Matcher matcher = TOKEN.matcher(text);
    while (matcher.find()) {
      tokens.add(new int[] {id(matcher.group()), matcher.start(), matcher.end()});
    }
    return new Encoding(column(tokens, 0), column(tokens, 1), column(tokens, 2));
  }

  Block block(int index, String text) {
    return new Block(index, "text", text, encode(text));
  }

  int id(String token) {
    return ids.computeIfAbsent(token, fresh -> ids.size());
  }

  String token(int id) {
    return List.copyOf(ids.keySet()).get(id);
  }

  /** Every mapped position as {@code original>translated}, the others as the bare token. */
  String arrows(BlockTranslation translation) {
    List<String> words = new ArrayList<>();
    int[] original = translation.block().tokens().ids();
    for (int i = 0; i < original.length; i++) {
      int to = translation.map().translated()[i];
      words.add(
          token(original[i])
              + (to == PositionMap.NONE
                  ? ""
                  : ">" + token(translation.tokens().ids()[to]) + "@" + to));
    }
    return String.join("|", words);
  }

  private static int[] column(List<int[]> tokens, int column) {
    return tokens.stream().mapToInt(token -> token[column]).toArray();
  }
}
