package io.github.unlearn4j.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Random passages of a text, whole words, drawn without repeating a beginning. */
public final class Passages {
  private static final Pattern WORD = Pattern.compile("\\S+");

  private Passages() {}

  /** At most {@code count} passages of {@code words} words, in the order of the text. */
  public static List<String> draw(String text, int count, int words, long seed) {
    List<MatchResult> all = WORD.matcher(text).results().toList();
    int starts = Math.max(1, all.size() - words + 1);
    Random random = new Random(seed);
    TreeSet<Integer> chosen = new TreeSet<>();
    while (chosen.size() < Math.min(count, starts)) {
      chosen.add(random.nextInt(starts));
    }
    List<String> passages = new ArrayList<>();
    for (int start : chosen) {
      int last = Math.min(start + words, all.size()) - 1;
      passages.add(text.substring(all.get(start).start(), all.get(last).end()));
    }
    return passages;
  }
}
