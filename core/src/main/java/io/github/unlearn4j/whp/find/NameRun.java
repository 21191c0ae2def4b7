package io.github.unlearn4j.whp.find;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Capitalised words that stand together ("Hound of the Baskervilles"), and what surrounds them.
 *
 * @param words without a leading honorific
 * @param honorific the honorific in front ("mr", "sir"), or ""
 * @param before the word in front of it all in the same sentence, lower case, or ""
 * @param after the next word in the same sentence, lower case, or ""
 * @param femaleVotes 1 if the next personal pronoun is "she", −1 if "he", 0 if there is none near
 */
record NameRun(List<Word> words, String honorific, String before, String after, int femaleVotes) {

  String term() {
    return term(words);
  }

  static String term(List<Word> words) {
    return words.stream().map(Word::text).collect(Collectors.joining(" "));
  }

  boolean possessive() {
    return words.getLast().possessive();
  }
}
