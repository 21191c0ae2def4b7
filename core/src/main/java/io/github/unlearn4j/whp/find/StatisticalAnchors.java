package io.github.unlearn4j.whp.find;

import io.github.unlearn4j.base.Progress;
import io.github.unlearn4j.base.UserError;
import io.github.unlearn4j.whp.Anchor;
import io.github.unlearn4j.whp.AnchorDictionary;
import io.github.unlearn4j.whp.AnchorSettings;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToIntFunction;

/**
 * Finds anchors in the text itself: names recur with a capital inside sentences, and are rare in
 * the retain text. Needs neither a network nor a word list; with the baseline at hand, names that
 * it offers anywhere are listed but left alone.
 *
 * <p>A name of several words becomes one anchor for each word ("Sherlock", "Holmes") where the
 * words are particular by themselves, so that all its forms agree; otherwise ("Baker Street") the
 * whole is the anchor. It is the paper's rule that a key goes when each of its words is a key.
 */
public final class StatisticalAnchors implements FindAnchors {
  private static final Comparator<Candidate> MOST_PARTICULAR_FIRST =
      Comparator.comparingDouble(Candidate::score).reversed().thenComparing(Candidate::term);

  private final AnchorSettings settings;
  private final long seed;
  private final Optional<Expectation> expectation;

  /**
   * @param expectation what the baseline expects, or empty to do without a model
   */
  public StatisticalAnchors(AnchorSettings settings, long seed, Optional<Expectation> expectation) {
    this.settings = settings;
    this.seed = seed;
    this.expectation = expectation;
  }

  @Override
  public AnchorDictionary find(String target, String retain, Progress progress) {
    NameLists lists = new NameLists();
    Tally targetTally = new Tally(WordScanner.scan(target));
    Tally retainTally = new Tally(WordScanner.scan(retain));
    List<Candidate> candidates =
        new CandidateFilter(targetTally, retainTally, lists, settings).candidates();
    List<String> terms = candidates.stream().map(Candidate::term).toList();
    Keyness keyness = new Keyness(targetTally.size(), retainTally.size());
    TermCounts counts = new TermCounts(terms, target, retain, keyness);
    List<Candidate> counted =
        candidates.stream()
            .map(candidate -> candidate.counted(counts))
            .filter(candidate -> candidate.count() >= settings.minimumCount())
            .filter(candidate -> counts.isParticular(candidate.term()))
            .sorted(MOST_PARTICULAR_FIRST)
            .toList();
    List<Candidate> chosen = limited(counted);
    if (chosen.isEmpty()) {
      throw UserError.badInput(
          "no anchor found in %d words of target: lower anchors.minimum_count (%d), or bring a"
                  .formatted(targetTally.size(), settings.minimumCount())
              + " dictionary with anchors.source: file");
    }
    ToIntFunction<String> pieces = name -> expectation.map(each -> each.pieces(name)).orElse(1);
    StandIns standIns = new StandIns(lists, targetTally, chosen, settings.standIns(), pieces, seed);
    List<Anchor> anchors = chosen.stream().map(standIns::anchor).toList();
    Set<String> expected =
        expectation.isEmpty()
            ? Set.of()
            : Expected.find(anchors, target, settings.minimumCount(), expectation.get(), progress);
    return new AnchorDictionary(
        anchors.stream()
            .map(anchor -> expected.contains(anchor.term()) ? anchor.leftAlone() : anchor)
            .toList());
  }

  private List<Candidate> limited(List<Candidate> candidates) {
    return settings.limit() == 0
        ? candidates
        : candidates.subList(0, Math.min(settings.limit(), candidates.size()));
  }
}
