package io.github.unlearn4j.whp;

import io.github.unlearn4j.base.AtomicFiles;
import io.github.unlearn4j.base.Json;
import io.github.unlearn4j.base.UserError;
import io.github.unlearn4j.train.Example;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Blocks of the target with what a model that never read it might predict at each position.
 *
 * @param alphas for which there are labels; the finetune uses the first
 * @param blocks in the order of the corpus
 * @param effort what making them took; zeros for labels read from a file
 */
public record GenericLabels(List<Double> alphas, List<LabelledBlock> blocks, Effort effort) {
  public static final String FILE = "labels.safetensors";
  public static final String SUMMARY = "summary.json";

  /**
   * @param rowsRedone rows that the first candidates did not settle
   * @param forbiddenFirst rows whose largest logit was that of a forbidden token
   * @param beyondContext positions left out because a sequence is longer than the model's context
   * @param improbable for each block the positions whose label the baseline finds improbable
   */
  public record Effort(
      long rowsRedone, long forbiddenFirst, long beyondContext, List<int[]> improbable) {
    static final Effort UNKNOWN = new Effort(0, 0, 0, List.of());
  }

  public GenericLabels {
    alphas = List.copyOf(alphas);
    blocks = List.copyOf(blocks);
  }

  /** Training examples with the labels of {@link #alphas}' first. */
  public List<Example> toExamples() {
    return toExamples(alphas.getFirst());
  }

  /** Training examples with the labels of one alpha, one for each block. */
  public List<Example> toExamples(double alpha) {
    int column = alphas.indexOf(alpha);
    if (column < 0) {
      throw UserError.badSetting(
          "there are no labels for alpha %s, only for %s: make the labels again"
              .formatted(alpha, alphas));
    }
    return blocks.stream()
        .map(
            block ->
                new Example(block.ids(), block.labels()[column], column == 0 ? block.soft() : null))
        .toList();
  }

  /** Writes the folder {@code labels/}, whole or not at all. */
  public void save(Path folder, LabelSummary summary) {
    AtomicFiles.writeFolder(
        folder,
        partial -> {
          LabelFile.write(partial.resolve(FILE), this);
          Json.write(partial.resolve(SUMMARY), summary);
        });
  }

  /** Reads what {@link #save} wrote. */
  public static GenericLabels load(Path folder) {
    Path file = folder.resolve(FILE);
    if (!Files.isRegularFile(file)) {
      throw UserError.badInput("no %s in %s: make the labels first".formatted(FILE, folder));
    }
    return LabelFile.read(file);
  }
}
