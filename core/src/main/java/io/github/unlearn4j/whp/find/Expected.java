package io.github.unlearn4j.whp.find;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Drops the terms that the baseline offers as readily anywhere as in the target. */
final class Expected {
  /** Mean log probability of a token above which a term counts as knowledge of the world. */
  static final double READY = -3.5;

  /** By how much the target's own words must make a ready term likelier for it to stay. */
  static final double CALLED_FORTH = 1;

  private Expected() {}

  static List<Candidate> drop(List<Candidate> candidates, Optional<Expectation> expectation) {
    if (expectation.isEmpty()) {
      return candidates;
    }
    Map<String, Expectation.Surprise> surprises =
        expectation.get().of(candidates.stream().map(Candidate::term).toList());
    List<Candidate> kept = new ArrayList<>();
    for (Candidate candidate : candidates) {
      Expectation.Surprise surprise = surprises.get(candidate.term());
      if (surprise == null
          || surprise.neutral() < READY
          || surprise.inTarget() - surprise.neutral() >= CALLED_FORTH) {
        kept.add(candidate);
      }
    }
    return kept;
  }
}
