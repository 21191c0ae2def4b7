package io.github.unlearn4j.weights.gguf;

import io.github.unlearn4j.weights.gguf.GgufVocabulary.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Recovers the ordered list of merges of a SentencePiece BPE vocabulary, which stores scores
 * instead: every way to cut a token into two tokens is a merge, those with better scores first, and
 * among equals those with the longer left part and then the longer right part, as {@code
 * transformers} orders them.
 */
final class SentencePieceMerges {
  private SentencePieceMerges() {}

  /** Two tokens that become one; {@code score} is that of the result. */
  record Merge(String left, String right, double score) {
    private int leftLength() {
      return left.codePointCount(0, left.length());
    }

    private int rightLength() {
      return right.codePointCount(0, right.length());
    }
  }

  static List<Merge> of(GgufVocabulary vocabulary, double[] scores) {
    Map<String, Integer> ids = new HashMap<>();
    for (int id = 0; id < vocabulary.size(); id++) {
      if (isText(vocabulary.kind(id))) {
        ids.put(vocabulary.token(id), id);
      }
    }
    List<Merge> merges = new ArrayList<>();
    for (int id = 0; id < vocabulary.size(); id++) {
      if (isText(vocabulary.kind(id))) {
        merges.addAll(cuts(vocabulary.token(id), scores[id], ids));
      }
    }
    merges.sort(
        Comparator.comparingDouble(Merge::score)
            .thenComparingInt(Merge::leftLength)
            .thenComparingInt(Merge::rightLength)
            .reversed());
    return merges;
  }

  private static List<Merge> cuts(String token, double score, Map<String, Integer> ids) {
    List<Merge> cuts = new ArrayList<>();
    for (int cut = 0; cut < token.length(); cut += Character.charCount(token.codePointAt(cut))) {
      String left = token.substring(0, cut);
      String right = token.substring(cut);
      if (cut > 0 && ids.containsKey(left) && ids.containsKey(right)) {
        cuts.add(new Merge(left, right, score));
      }
    }
    cuts.sort(
        Comparator.comparing((Merge merge) -> ids.get(merge.left))
            .thenComparing(merge -> ids.get(merge.right)));
    return cuts;
  }

  /** SentencePiece never builds control, unknown, byte or user-defined tokens from letters. */
  private static boolean isText(Kind kind) {
    return kind == Kind.NORMAL || kind == Kind.UNUSED || kind == Kind.UNDEFINED;
  }
}
