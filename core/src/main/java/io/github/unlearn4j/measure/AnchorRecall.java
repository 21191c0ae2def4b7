package io.github.unlearn4j.measure;

import io.github.unlearn4j.base.Progress;
import io.github.unlearn4j.model.LogLikelihood;
import io.github.unlearn4j.text.Block;
import io.github.unlearn4j.text.Encoding;
import io.github.unlearn4j.text.TermFinder;
import io.github.unlearn4j.text.TermMatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * How well a model foresees the target's own names where they first come up: the mean, over first
 * occurrences of anchors in target text that was kept out of training, of Π p(token | the block so
 * far) over all tokens of the anchor.
 *
 * <p>A block is read as if nothing came before it. An occurrence is a first one when the term has
 * not stood earlier in the block, alone or inside a longer term: behind "Sherlock Holmes" the word
 * "Holmes" could be copied without having read anything.
 */
public final class AnchorRecall {
  private static final int REQUESTS_AT_A_TIME = 32;

  /**
   * @param block number of the block in its corpus
   * @param start where the term stands in the block's text
   */
  public record Occurrence(String term, int block, int start, double probability) {}

  private record Place(String term, Block block, int start, int from, int end) {
    /** The block up to the end of the anchor: what follows does not bear on it. */
    LogLikelihood.Request request() {
      return new LogLikelihood.Request(Arrays.copyOf(block.tokens().ids(), end), from);
    }

    Occurrence with(double probability) {
      return new Occurrence(term, block.index(), start, probability);
    }
  }

  private AnchorRecall() {}

  /** Measures at most {@code maximum} first occurrences, spread evenly over the blocks. */
  public static List<Occurrence> of(
      MeasuredModel model,
      List<Block> blocks,
      List<String> terms,
      int maximum,
      Progress.Task task) {
    List<Place> places = EvenSample.of(places(blocks, terms), maximum);
    return InPortions.ask(
        places,
        REQUESTS_AT_A_TIME,
        task,
        some -> {
          List<double[]> logarithms =
              model.logLikelihoods(some.stream().map(Place::request).toList());
          return IntStream.range(0, some.size())
              .mapToObj(i -> some.get(i).with(Math.exp(DoubleStream.of(logarithms.get(i)).sum())))
              .toList();
        });
  }

  /** Mean over the occurrences; NaN where there is none. */
  public static double mean(List<Occurrence> occurrences) {
    return occurrences.stream().mapToDouble(Occurrence::probability).average().orElse(Double.NaN);
  }

  private static List<Place> places(List<Block> blocks, List<String> terms) {
    TermFinder finder = new TermFinder(terms);
    List<Place> places = new ArrayList<>();
    for (Block block : blocks) {
      Set<Integer> seen = new HashSet<>();
      for (TermMatch match : finder.find(block.text())) {
        Place place = place(block, match, terms.get(match.term()));
        // The first token of a block is predicted from nothing.
        if (!seen.contains(match.term()) && place.from() > 0) {
          places.add(place);
        }
        seen.addAll(finder.within(block.text().substring(match.start(), match.end())));
      }
    }
    return places;
  }

  /** The tokens of a match: all that share a character with it. */
  private static Place place(Block block, TermMatch match, String term) {
    Encoding tokens = block.tokens();
    int from = 0;
    while (tokens.ends()[from] <= match.start()) {
      from++;
    }
    int end = from;
    while (end < tokens.length() && tokens.starts()[end] < match.end()) {
      end++;
    }
    return new Place(term, block, match.start(), from, end);
  }
}
