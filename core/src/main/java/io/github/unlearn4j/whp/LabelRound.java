package io.github.unlearn4j.whp;

import io.github.unlearn4j.base.ExitCode;
import io.github.unlearn4j.base.Progress;
import io.github.unlearn4j.base.UserError;
import io.github.unlearn4j.kernels.LogSum;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * One round of labelling. With one model at a time the baseline reads the translated blocks and
 * leaves its largest logits, then the reinforced model reads the original blocks and the labels are
 * decided. Rows whose label is not certain stay open for a round with more candidates. With both
 * models at hand, {@link #readBoth} goes through the rows in chunks, whose whole logits are
 * compared.
 */
final class LabelRound {
  private final List<List<BlockRows>> batches;
  private final int vocabulary;
  private final float[] alphas;
  private final Candidates candidates;
  private final ThreadLocal<SoftPrediction> soft; // null: hard labels only
  private final LabelWitness witness; // null: nobody asks why
  private final float[] largest; // of the baseline's row, forbidden tokens overwritten
  private final double[] baselineLogSums; // null: raw logits are compared
  private int firstSlot; // of the candidates' rows
  private final Map<BlockRows, int[]> slots = new IdentityHashMap<>();
  private final LongAdder forbiddenFirst = new LongAdder();

  /**
   * @param batches blocks computed together, the same in every round
   * @param kept room for the candidates of as many rows as are read before they are decided; null:
   *     of all open rows, {@code perRow} each
   * @param perRow candidates kept for each row
   * @param vocabulary ids below it are tokens
   * @param settings form soft needs the whole vocabulary
   * @param witness told of the rows of its block; may be null
   */
  LabelRound(
      List<List<BlockRows>> batches,
      Candidates kept,
      int perRow,
      int vocabulary,
      float[] alphas,
      LabelSettings settings,
      LabelWitness witness) {
    this.batches = batches;
    this.witness = witness;
    soft =
        settings.form() == LabelSettings.Form.SOFT
            ? ThreadLocal.withInitial(() -> new SoftPrediction(vocabulary))
            : null;
    this.vocabulary = vocabulary;
    this.alphas = alphas;
    int next = 0;
    for (List<BlockRows> batch : batches) {
      for (BlockRows block : batch) {
        int[] slot = new int[block.rows()];
        for (int row = 0; row < slot.length; row++) {
          slot[row] = block.isOpen(row) ? next++ : -1;
        }
        slots.put(block, slot);
      }
    }
    candidates = kept != null ? kept : new Candidates(next, perRow, vocabulary);
    largest = new float[next];
    boolean normalised = settings.offset() == LabelSettings.Offset.LOG_PROBABILITIES;
    baselineLogSums = normalised ? new double[next] : null;
  }

  /** Rows whose largest logit was that of a forbidden token before it was overwritten. */
  long forbiddenFirst() {
    return forbiddenFirst.sum();
  }

  void readBaseline(BlockLogits model, Progress.Task task) {
    for (List<BlockRows> batch : batches) {
      model.forEachRow(
          batch.stream().map(block -> block.translatedRequest()).toList(),
          (sequence, position, logits) -> keep(batch.get(sequence), position, logits));
      advance(task, batch);
    }
  }

  void readReinforced(BlockLogits model, Progress.Task task) {
    for (List<BlockRows> batch : batches) {
      model.forEachRow(
          batch.stream().map(block -> block.originalRequest()).toList(),
          (sequence, position, logits) -> {
            BlockRows block = batch.get(sequence);
            decide(block, block.rowOf(position), logits);
          });
      advance(task, batch);
    }
  }

  /**
   * Both models' rows of the only batch, chunk by chunk.
   *
   * @param reinforced null: the baseline alone decides
   */
  void readBoth(BlockLogits baseline, BlockLogits reinforced) {
    List<BlockRows> batch = batches.getFirst();
    try (BlockLogits.Reading generic =
            baseline.read(batch.stream().map(BlockRows::translatedRequest).toList());
        BlockLogits.Reading original =
            reinforced == null
                ? null
                : reinforced.read(batch.stream().map(BlockRows::originalRequest).toList())) {
      for (int from = 0; from < generic.rows(); from += BlockLogits.CHUNK_ROWS) {
        int to = Math.min(generic.rows(), from + BlockLogits.CHUNK_ROWS);
        firstSlot = from;
        generic.forEachRow(
            from, to, (sequence, at, logits) -> keep(batch.get(sequence), at, logits));
        if (original == null) {
          decideByBaseline(from, to);
        } else {
          original.forEachRow(
              from,
              to,
              (sequence, at, logits) -> {
                BlockRows block = batch.get(sequence);
                decide(block, block.rowOf(at), logits);
              });
        }
      }
    }
  }

  /** Alpha 0: the baseline alone decides. */
  void decideByBaseline() {
    decideByBaseline(0, Integer.MAX_VALUE);
  }

  private void decideByBaseline(int from, int to) {
    slots.forEach(
        (block, slot) -> {
          for (int row = 0; row < slot.length; row++) {
            if (slot[row] >= from && slot[row] < to) {
              decide(block, row, null);
            }
          }
        });
  }

  private void keep(BlockRows block, int position, float[] logits) {
    int row = block.rowOfTranslated(position);
    int slot = slots.get(block)[row];
    if (slot < 0) {
      return;
    }
    float mean = mean(logits);
    ForbiddenTokens forbidden = block.translation().forbidden();
    if (witness != null) {
      witness.baseline(block, row, logits, vocabulary, mean);
    }
    float largestForbidden = forbidden.largest(position, logits, vocabulary);
    forbidden.apply(position, logits, vocabulary, mean);
    candidates.keep(slot - firstSlot, logits, vocabulary);
    largest[slot] = candidates.largest(slot - firstSlot);
    if (baselineLogSums != null) {
      baselineLogSums[slot] = LogSum.of(logits, vocabulary);
    }
    if (largestForbidden > largest[slot]) {
      forbiddenFirst.increment();
    }
  }

  private void decide(BlockRows block, int row, float[] reinforced) {
    int slot = slots.get(block)[row];
    if (slot < 0) {
      return;
    }
    boolean whole = candidates.perRow() == vocabulary;
    float shift = shift(slot, reinforced);
    GenericPrediction[] predictions = new GenericPrediction[alphas.length];
    for (int alpha = 0; alpha < alphas.length; alpha++) {
      predictions[alpha] =
          GenericPrediction.of(
              candidates, slot - firstSlot, reinforced, shift, alphas[alpha], whole);
    }
    if (Arrays.stream(predictions).allMatch(GenericPrediction::certain)) {
      block.close(row, Arrays.stream(predictions).mapToInt(GenericPrediction::token).toArray());
      if (predictions[0].baseline() < largest[slot] - SuspiciousLabels.IMPROBABLE) {
        block.suspect(row);
      }
      if (witness != null) {
        witness.decided(block, row, reinforced, shift, predictions[0].token());
      }
      if (soft != null) {
        SoftPrediction prediction = soft.get();
        prediction.of(candidates, slot - firstSlot, reinforced, shift, alphas[0], block.next(row));
        block.soften(row, prediction.ids(), prediction.probabilities());
      }
    }
  }

  /** What makes the reinforced row's logits comparable with the baseline's. */
  private float shift(int slot, float[] reinforced) {
    return baselineLogSums == null || reinforced == null
        ? 0
        : (float) (baselineLogSums[slot] - LogSum.of(reinforced, vocabulary));
  }

  /** Four sums, so that no addition waits for the one before. */
  private float mean(float[] logits) {
    double[] sums = new double[4];
    for (int id = 0; id < vocabulary; id++) {
      sums[id & 3] += logits[id];
    }
    float mean = (float) ((sums[0] + sums[1] + (sums[2] + sums[3])) / vocabulary);
    if (!Float.isFinite(mean)) {
      throw new UserError(
          ExitCode.NOT_FINITE, "the baseline's logits are not finite; is the checkpoint whole?");
    }
    return mean;
  }

  private static void advance(Progress.Task task, List<BlockRows> batch) {
    task.advance(tokens(List.of(batch)), "");
  }

  /** Original tokens of the blocks, the unit in which progress is told. */
  static long tokens(List<List<BlockRows>> batches) {
    return batches.stream()
        .flatMap(List::stream)
        .mapToLong(block -> block.translation().block().tokens().length())
        .sum();
  }
}
