package io.github.unlearn4j.run;

import io.github.unlearn4j.base.AtomicFiles;
import io.github.unlearn4j.base.Progress;
import io.github.unlearn4j.base.UserError;
import io.github.unlearn4j.recipe.Recipe;
import io.github.unlearn4j.run.report.BlockPage;
import io.github.unlearn4j.tensor.Torch;
import io.github.unlearn4j.whp.BlockExplanation;
import io.github.unlearn4j.whp.GenericLabels;
import io.github.unlearn4j.whp.LabelWitness;
import io.github.unlearn4j.whp.LabelledBlock;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Why the labels of one block of a run are what they are: the block is labelled once more by the
 * code that made the labels, with a witness beside it, and the page about it is written.
 */
public final class ExplainBlock {
  /**
   * @param page the page that shows the same
   * @param differing labels that do not agree with the stored ones (another machine rounds
   *     otherwise)
   */
  public record Result(BlockExplanation explanation, Path page, int differing) {}

  private ExplainBlock() {}

  /**
   * @throws UserError if the run has no labels, they were made from something else than what lies
   *     there now, or the block has none
   */
  public static Result run(RunDirectory directory, int block, Progress progress) {
    Recipe recipe = directory.recipe();
    InputCheck.check(recipe);
    GenericLabels stored = GenericLabels.load(directory.labels());
    LabelledBlock storedBlock = find(stored, block);
    Machine machine = Machine.current();
    RunContext context =
        new RunContext(
            recipe, directory, machine.computeType(recipe.compute(), recipe.device()), progress);
    refuseOtherInputs(context);
    Torch.start(machine.threads(recipe.threads()));
    try (LabelWork work = LabelWork.prepare(context)) {
      refuseOtherBlocks(stored, work, directory);
      LabelWitness witness = work.witness(block);
      GenericLabels labels = work.labels(makeLabels -> makeLabels.onlyFor(witness));
      BlockExplanation explanation = witness.explanation(labels, recipe.labels());
      Path page = directory.explained(block);
      AtomicFiles.write(page, BlockPage.html(explanation));
      return new Result(explanation, page, differing(storedBlock, find(labels, block)));
    }
  }

  /** Another version of this program may choose other blocks to label, from the same settings. */
  private static void refuseOtherBlocks(
      GenericLabels stored, LabelWork work, RunDirectory directory) {
    List<Integer> then = stored.blocks().stream().map(LabelledBlock::index).toList();
    List<Integer> now = work.translations().stream().map(each -> each.block().index()).toList();
    if (!then.equals(now)) {
      throw UserError.badInput(
          "labels/ holds %d blocks and this version would label %d, not all the same; make them again: ./unlearn labels --run %s --again"
              .formatted(then.size(), now.size(), directory.folder()));
    }
  }

  private static LabelledBlock find(GenericLabels labels, int block) {
    return labels.blocks().stream()
        .filter(each -> each.index() == block)
        .findFirst()
        .orElseThrow(() -> unlabelled(labels, block));
  }

  private static UserError unlabelled(GenericLabels labels, int block) {
    int[] known = labels.blocks().stream().mapToInt(LabelledBlock::index).toArray();
    int place = Math.clamp(-Arrays.binarySearch(known, block) - 1, 0, known.length);
    List<Integer> near =
        Arrays.stream(known, Math.max(0, place - 1), Math.min(known.length, place + 1))
            .boxed()
            .toList();
    return UserError.badInput(
        ("block %d has no labels: it was held back, left out (labels.blocks) or is not there; the"
                + " nearest with labels: %s")
            .formatted(
                block, near.isEmpty() ? "none" : near.toString().replaceAll("[\\[\\]]", "")));
  }

  /** Labels that were made from something else would be explained by what did not make them. */
  private static void refuseOtherInputs(RunContext context) {
    LabelsStage stage = new LabelsStage();
    StageRecord now = StageRecord.before(stage, context);
    StageRecord.last(context.directory(), stage.name())
        .map(last -> last.differences(now))
        .filter(differences -> !differences.isEmpty())
        .ifPresent(
            differences -> {
              throw UserError.badInput(
                  "the labels are not of what the run holds now (%s); make them again: ./unlearn labels --run %s"
                      .formatted(String.join("; ", differences), context.directory().folder()));
            });
  }

  private static int differing(LabelledBlock stored, LabelledBlock now) {
    int count = 0;
    for (int position = 0; position < stored.ids().length; position++) {
      count += stored.labels()[0][position] == now.labels()[0][position] ? 0 : 1;
    }
    return count;
  }
}
