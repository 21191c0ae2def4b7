package io.github.unlearn4j.whp.find;

import java.util.ArrayList;
import java.util.List;

/** Finds the {@link NameRun}s of a text. */
final class RunFinder {
  /** Share of capitals inside sentences above which a word also counts at a sentence's start. */
  static final double NAME_SHARE = 0.75;

  private static final int PRONOUN_WORDS = 14;
  private static final int LONGEST_RUN = 7;

  private final Tally tally;
  private final List<Word> words;

  private RunFinder(Tally tally) {
    this.tally = tally;
    this.words = tally.words();
  }

  static List<NameRun> find(Tally tally) {
    return new RunFinder(tally).find();
  }

  private List<NameRun> find() {
    List<NameRun> runs = new ArrayList<>();
    int at = 0;
    while (at < words.size()) {
      int end = starts(at) ? end(at) : at + 1;
      if (starts(at)) {
        add(at, end, runs);
      }
      at = end;
    }
    return runs;
  }

  private boolean starts(int at) {
    Word word = words.get(at);
    return word.middleCapital()
        || (word.capital()
            && (tally.isName(word.key(), NAME_SHARE) || Cues.isHonorific(word.key())));
  }

  /** One past the last word of the run that starts at {@code at}. */
  private int end(int at) {
    int end = at + 1;
    while (end < words.size() && end - at < LONGEST_RUN && !words.get(end - 1).possessive()) {
      int next = end;
      while (next < words.size() && next - end < 2 && isConnector(next, end)) {
        next++;
      }
      if (next >= words.size() || !words.get(next).joined() || !words.get(next).capital()) {
        break;
      }
      end = next + 1;
    }
    return end;
  }

  /** "of", "de", ... and "the" after a connector. */
  private boolean isConnector(int at, int runEnd) {
    Word word = words.get(at);
    return word.joined()
        && (Cues.CONNECTORS.contains(word.text())
            || (at == runEnd && word.text().equals("in") && isCommon(words.get(at - 1)))
            || (at > runEnd && (word.text().equals("the") || word.text().equals("la"))));
  }

  /** "Study in Scarlet" is one name, "Holmes in London" and "Baker Street in London" are two. */
  private boolean isCommon(Word word) {
    return tally.lower(word.key()) > 0 && !Cues.isHead(word.key()) && !Cues.isHonorific(word.key());
  }

  private void add(int start, int end, List<NameRun> runs) {
    int first = start;
    String honorific = "";
    while (first < end
        && Cues.isHonorific(words.get(first).key())
        && !(first + 1 < end && Cues.CONNECTORS.contains(words.get(first + 1).key()))) {
      honorific = words.get(first).key();
      first++;
    }
    if (first == end) {
      first--; // "the Duchess": the title is the name
      honorific = "";
    }
    Word opening = words.get(start);
    String before = start > 0 && opening.joined() ? words.get(start - 1).key() : "";
    String after = end < words.size() && words.get(end).joined() ? words.get(end).key() : "";
    runs.add(
        new NameRun(
            List.copyOf(words.subList(first, end)), honorific, before, after, pronoun(end)));
  }

  private int pronoun(int from) {
    int limit = Math.min(words.size(), from + PRONOUN_WORDS);
    for (int at = from; at < limit; at++) {
      Word word = words.get(at);
      if (Cues.HE.contains(word.key())) {
        return -1;
      }
      if (Cues.SHE.contains(word.key())) {
        return 1;
      }
      if (word.middleCapital()) {
        return 0;
      }
    }
    return 0;
  }
}
