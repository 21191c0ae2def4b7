package io.github.unlearn4j.whp.find;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cuts prose into {@link Word}s and marks the places where a capital letter proves nothing. */
final class WordScanner {
  private static final Pattern WORD =
      Pattern.compile(
          "(?:St\\.\\s(?=\\p{Lu}))?\\p{L}[\\p{L}\\p{M}\\p{N}]*(?:['’-]\\p{L}[\\p{L}\\p{M}\\p{N}]*)*");
  private static final Pattern PARAGRAPH_END = Pattern.compile("\\R[ \\t]*\\R\\s*|\\z");
  private static final Pattern NEW_SENTENCE =
      Pattern.compile("[.!?:(\\[*]|--|[–—…]|\\R[ \\t]*\\R|\\R {2,}");
  private static final Pattern OPENING_QUOTE = Pattern.compile("[\"“‘'«`][_(]*$");
  private static final Set<String> SHORTENED =
      Set.of(
          "mr", "mrs", "ms", "dr", "st", "messrs", "prof", "rev", "hon", "capt", "col", "gen", "lt",
          "sgt", "esq", "jr", "sr", "mt", "ft", "mme", "mlle");

  /** Longest paragraph, in words, that is taken for a heading when it lacks an end mark. */
  private static final int HEADING_WORDS = 12;

  private WordScanner() {}

  static List<Word> scan(String text) {
    List<Word> words = new ArrayList<>();
    Matcher ends = PARAGRAPH_END.matcher(text);
    int start = 0;
    while (start < text.length() && ends.find(start)) {
      paragraph(text, start, ends.start(), words);
      start = Math.max(ends.end(), start + 1);
    }
    return words;
  }

  private static void paragraph(String text, int start, int end, List<Word> words) {
    boolean heading = isHeading(text.substring(start, end).strip());
    Matcher matcher = WORD.matcher(text).region(start, end);
    boolean first = true;
    int previousEnd = start;
    while (matcher.find()) {
      Word word = word(text, matcher, first ? -1 : previousEnd, end, heading);
      words.add(word);
      previousEnd = word.end();
      first = false;
    }
  }

  private static Word word(
      String text, Matcher match, int previousEnd, int limit, boolean heading) {
    int start = match.start();
    String raw = match.group();
    boolean possessive = raw.endsWith("'s") || raw.endsWith("’s");
    String plain = possessive ? raw.substring(0, raw.length() - 2) : raw;
    int end = start + plain.length();
    if (!possessive && end < limit && text.charAt(end) == '.' && isShortened(plain)) {
      end++;
    }
    if (!possessive && end + 1 < limit && "'’".indexOf(text.charAt(end)) >= 0) {
      possessive = plain.endsWith("s") && text.charAt(end + 1) == ' ';
    }
    String between = previousEnd < 0 ? "" : text.substring(previousEnd, start);
    String gap = between.replaceFirst("^['’]s?(?=\\s)", "");
    boolean opening =
        previousEnd < 0 || NEW_SENTENCE.matcher(gap).find() || OPENING_QUOTE.matcher(gap).find();
    boolean joined = previousEnd >= 0 && between.isBlank() && !opening;
    boolean shout = plain.length() > 1 && plain.equals(plain.toUpperCase(Locale.ROOT));
    String written = text.substring(start, end).replaceAll("\\s", " ");
    return new Word(
        written, Word.keyOf(written), start, end, possessive, opening, joined, heading || shout);
  }

  private static boolean isShortened(String plain) {
    return (plain.length() == 1 && !plain.equals("I") && Character.isUpperCase(plain.charAt(0)))
        || SHORTENED.contains(plain.toLowerCase(Locale.ROOT));
  }

  /** A short paragraph without an end mark whose words mostly carry capitals. */
  private static boolean isHeading(String paragraph) {
    if (paragraph.isEmpty()
        || ".!?,;:\"”’'-—".indexOf(paragraph.charAt(paragraph.length() - 1)) >= 0) {
      return false;
    }
    int words = 0;
    int capitals = 0;
    Matcher matcher = WORD.matcher(paragraph);
    while (matcher.find()) {
      words++;
      capitals += Character.isUpperCase(matcher.group().charAt(0)) ? 1 : 0;
    }
    return words <= HEADING_WORDS && 2 * capitals >= words;
  }
}
