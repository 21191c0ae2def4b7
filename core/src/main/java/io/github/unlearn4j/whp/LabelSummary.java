package io.github.unlearn4j.whp;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.unlearn4j.base.Json;
import io.github.unlearn4j.base.UserError;
import io.github.unlearn4j.train.Example;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * {@code labels/summary.json}: what became of the target's positions.
 *
 * @param positions tokens of the target, each block's last one included
 * @param trained positions with a label
 * @param changedShare for each alpha the share of labels that differ from the original next token
 * @param suspicious labels to look at with {@code ./unlearn explain}; null in files of an earlier
 *     version
 * @param terms anchors replaced, by count
 */
public record LabelSummary(
    int blocks,
    long positions,
    long trained,
    double trainedShare,
    Map<Double, Double> changedShare,
    Left left,
    long rowsRedone,
    long forbiddenFirst,
    long collisions,
    SuspiciousLabels suspicious,
    List<TermCount> terms) {

  /** Positions without a label, by reason. */
  public record Left(
      long insideAnchors,
      long beforeRepeats,
      long otherEnds,
      long lastOfBlock,
      long beyondContext) {}

  /**
   * @param first occurrences that were the block's first: the token before is trained
   */
  public record TermCount(String term, int count, int first) {}

  /**
   * @param anchors in the order of {@link BlockTranslator#anchors}
   * @param tokenText what a token reads as
   */
  public static LabelSummary of(
      GenericLabels labels,
      List<BlockTranslation> translations,
      List<Anchor> anchors,
      IntFunction<String> tokenText) {
    List<PositionMap> maps = translations.stream().map(BlockTranslation::map).toList();
    long positions = maps.stream().mapToLong(map -> map.translated().length).sum();
    long trained = labels.toExamples().stream().mapToLong(Example::trainedPositions).sum();
    Map<Double, Double> changed = new LinkedHashMap<>();
    labels.alphas().forEach(alpha -> changed.put(alpha, changedShare(labels.toExamples(alpha))));
    long lastOfBlock =
        maps.stream()
            .filter(map -> map.translated()[map.translated().length - 1] != PositionMap.NONE)
            .count();
    return new LabelSummary(
        translations.size(),
        positions,
        trained,
        share(trained, positions),
        changed,
        new Left(
            maps.stream().mapToLong(PositionMap::insideAnchors).sum(),
            maps.stream().mapToLong(PositionMap::beforeRepeats).sum(),
            maps.stream().mapToLong(PositionMap::otherEnds).sum(),
            lastOfBlock,
            labels.effort().beyondContext()),
        labels.effort().rowsRedone(),
        labels.effort().forbiddenFirst(),
        translations.stream().mapToLong(BlockTranslation::collisions).sum(),
        SuspiciousLabels.of(labels, translations, tokenText),
        terms(translations, anchors));
  }

  /** Reads {@code summary.json} of a run's labels; empty if there is none. */
  public static Optional<LabelSummary> load(Path folder) {
    Path file = folder.resolve(GenericLabels.SUMMARY);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Json.json().treeToValue(Json.read(file), LabelSummary.class));
    } catch (JsonProcessingException problem) {
      throw UserError.badInput(
          "%s is no summary of labels: %s; make the labels again"
              .formatted(file, problem.getOriginalMessage()));
    }
  }

  private static double changedShare(List<Example> examples) {
    long trained = 0;
    long changed = 0;
    for (Example example : examples) {
      for (int i = 0; i + 1 < example.ids().length; i++) {
        if (example.labels()[i] != Example.IGNORED) {
          trained++;
          changed += example.labels()[i] == example.ids()[i + 1] ? 0 : 1;
        }
      }
    }
    return share(changed, trained);
  }

  private static List<TermCount> terms(List<BlockTranslation> translations, List<Anchor> anchors) {
    int[] counts = new int[anchors.size()];
    int[] firsts = new int[anchors.size()];
    for (BlockTranslation translation : translations) {
      for (Replacement replacement : translation.replacements()) {
        counts[replacement.term()]++;
        firsts[replacement.term()] += replacement.repeated() ? 0 : 1;
      }
    }
    List<TermCount> terms = new ArrayList<>();
    for (int term = 0; term < counts.length; term++) {
      if (counts[term] > 0) {
        terms.add(new TermCount(anchors.get(term).term(), counts[term], firsts[term]));
      }
    }
    terms.sort(Comparator.comparingInt(TermCount::count).reversed());
    return terms;
  }

  private static double share(long part, long whole) {
    return whole == 0 ? 0 : Math.round(1e6 * part / whole) / 1e6;
  }
}
