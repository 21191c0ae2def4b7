package io.github.unlearn4j.whp;

import io.github.unlearn4j.base.Progress;
import io.github.unlearn4j.base.UserError;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;

/**
 * Generic labels of translated blocks (algorithm 1 and equation (1) of the paper): the baseline
 * reads the translated block, the reinforced model the original one, and each mapped position is to
 * predict what {@link GenericPrediction} says.
 *
 * <p>The models need not be in memory together, and no whole logits are stored: of each row the
 * baseline leaves its largest logits, and rows where these do not settle the label are done again
 * with more of them, up to the whole vocabulary. The labels are the same, bit for bit, as with both
 * models at hand.
 */
public final class MakeLabels {
  private static final int FIRST_CANDIDATES = 64;

  /** Large, because each round costs as much as the first if a row in every batch stays open. */
  private static final int MORE_CANDIDATES = 64;

  /** Candidates in memory at a time, 8 bytes each. */
  private static final long CANDIDATES_AT_A_TIME = 48L << 20;

  private final LabelSettings settings;
  private final int vocabulary;
  private final int maximumPositions;
  private final Progress progress;
  private final int firstCandidates;
  private final long candidatesAtATime;
  private LabelWitness witness; // null: nobody asks why
  private boolean onlyWitnessed;

  /**
   * @param vocabulary of the tokenizer; a model may have more rows, and those are never a label
   * @param maximumPositions of the models: what a translated block has beyond it gets no labels
   */
  public MakeLabels(
      LabelSettings settings, int vocabulary, int maximumPositions, Progress progress) {
    this(
        settings,
        vocabulary,
        maximumPositions,
        progress,
        FIRST_CANDIDATES,
        Math.min(CANDIDATES_AT_A_TIME, Runtime.getRuntime().maxMemory() / 32));
  }

  MakeLabels(
      LabelSettings settings,
      int vocabulary,
      int maximumPositions,
      Progress progress,
      int firstCandidates,
      long candidatesAtATime) {
    this.settings = settings;
    this.vocabulary = vocabulary;
    this.maximumPositions = maximumPositions;
    this.progress = progress;
    this.firstCandidates = firstCandidates;
    this.candidatesAtATime = candidatesAtATime;
  }

  /** Labels everything, and tells {@code witness} how its block came to its labels. */
  public MakeLabels watchedBy(LabelWitness witness) {
    this.witness = witness;
    return this;
  }

  /**
   * Labels the witness's block alone, and those computed together with it: the same batch gives the
   * same bits. The other blocks come out without labels.
   */
  public MakeLabels onlyFor(LabelWitness witness) {
    onlyWitnessed = true;
    return watchedBy(witness);
  }

  /**
   * One model in memory after the other.
   *
   * <p>Soft labels need all logits of a row, and so many passes: take {@link #together} for them.
   *
   * @param blocks translated with {@link LabelSettings#anchors}
   * @param baseline opens the model for a pass, which closes it; asked again while rows stay open
   * @param reinforced the same; never asked in mode anchors-only
   */
  public GenericLabels inTurn(
      List<BlockTranslation> blocks,
      Supplier<? extends BlockLogits> baseline,
      Supplier<? extends BlockLogits> reinforced) {
    Work work = new Work(blocks);
    work.label(work.batches, firstCandidates, baseline, reinforced);
    return work.result();
  }

  /**
   * Both models in memory, batch after batch; they stay open. Whole logits are compared, a few
   * hundred rows at a time, so nothing is ever done again: the faster way where memory allows.
   *
   * @param reinforced null in mode anchors-only, which has no use for it
   */
  public GenericLabels together(
      List<BlockTranslation> blocks, BlockLogits baseline, BlockLogits reinforced) {
    Work work = new Work(blocks);
    checked(baseline, "baseline");
    if (settings.mode() != LabelSettings.Mode.ANCHORS_ONLY) {
      checked(reinforced, "reinforced");
    }
    try (Progress.Task task = progress.start("labels", LabelRound.tokens(work.batches), "tokens")) {
      Candidates chunk = new Candidates(BlockLogits.CHUNK_ROWS, vocabulary, vocabulary);
      for (List<BlockRows> batch : work.batches) {
        work.labelWhole(batch, chunk, baseline, reinforced);
        task.advance(LabelRound.tokens(List.of(batch)), "");
      }
    }
    return work.result();
  }

  /** The blocks of one call. */
  private final class Work {
    private final List<BlockRows> blocks;
    private final List<List<BlockRows>> batches = new ArrayList<>();
    private final float[] alphas;
    private final boolean soft = settings.form() == LabelSettings.Form.SOFT;
    private long rowsRedone;
    private long forbiddenFirst;

    Work(List<BlockTranslation> translations) {
      List<Double> wanted = settings.alphas();
      alphas = new float[wanted.size()];
      for (int i = 0; i < alphas.length; i++) {
        alphas[i] = wanted.get(i).floatValue();
      }
      blocks =
          translations.stream()
              .map(each -> new BlockRows(each, alphas.length, maximumPositions))
              .toList();
      if (witness != null) {
        blocks.forEach(witness::begin);
      }
      List<BlockRows> byLength =
          blocks.stream()
              .sorted(Comparator.comparingInt(each -> -each.translation().tokens().length()))
              .toList();
      for (int from = 0; from < byLength.size(); from += settings.microBatchBlocks()) {
        int to = Math.min(byLength.size(), from + settings.microBatchBlocks());
        List<BlockRows> batch = byLength.subList(from, to);
        if (!onlyWitnessed || batch.stream().anyMatch(witness::isAbout)) {
          batches.add(batch);
        }
      }
    }

    void label(
        List<List<BlockRows>> batches,
        int firstCandidates,
        Supplier<? extends BlockLogits> baseline,
        Supplier<? extends BlockLogits> reinforced) {
      List<List<BlockRows>> open = open(batches);
      long start = soft ? vocabulary : firstCandidates;
      for (long candidates = start; !open.isEmpty(); candidates *= MORE_CANDIDATES) {
        int perRow = (int) Math.min(candidates, vocabulary);
        boolean first = candidates == start;
        for (List<List<BlockRows>> share : shares(open, perRow)) {
          rowsRedone += first ? 0 : rows(share);
          round(
              new LabelRound(share, null, perRow, vocabulary, alphas, settings, witness),
              share,
              baseline,
              reinforced);
        }
        open = open(batches);
      }
    }

    /** One batch from the whole logits of both models. */
    void labelWhole(
        List<BlockRows> batch, Candidates chunk, BlockLogits baseline, BlockLogits reinforced) {
      LabelRound round =
          new LabelRound(List.of(batch), chunk, vocabulary, vocabulary, alphas, settings, witness);
      boolean alone = settings.mode() == LabelSettings.Mode.ANCHORS_ONLY;
      round.readBoth(baseline, alone ? null : reinforced);
      forbiddenFirst += round.forbiddenFirst();
    }

    private void round(
        LabelRound round,
        List<List<BlockRows>> share,
        Supplier<? extends BlockLogits> baseline,
        Supplier<? extends BlockLogits> reinforced) {
      long tokens = LabelRound.tokens(share);
      try (BlockLogits model = checked(baseline.get(), "baseline");
          Progress.Task task = progress.start("labels: baseline", tokens, "tokens")) {
        round.readBaseline(model, task);
      }
      forbiddenFirst += round.forbiddenFirst();
      if (settings.mode() == LabelSettings.Mode.ANCHORS_ONLY) {
        round.decideByBaseline();
        return;
      }
      try (BlockLogits model = checked(reinforced.get(), "reinforced");
          Progress.Task task = progress.start("labels: reinforced", tokens, "tokens")) {
        round.readReinforced(model, task);
      }
    }

    /** Batches whose open rows fit in memory together. */
    private List<List<List<BlockRows>>> shares(List<List<BlockRows>> open, int perRow) {
      List<List<List<BlockRows>>> shares = new ArrayList<>();
      long room = 0;
      for (List<BlockRows> batch : open) {
        long need = rows(List.of(batch)) * perRow;
        if (shares.isEmpty() || need > room) {
          shares.add(new ArrayList<>());
          room = candidatesAtATime;
        }
        shares.getLast().add(batch);
        room -= need;
      }
      return shares;
    }

    private List<List<BlockRows>> open(List<List<BlockRows>> batches) {
      return batches.stream().filter(batch -> rows(List.of(batch)) > 0).toList();
    }

    private long rows(List<List<BlockRows>> batches) {
      return batches.stream().flatMap(List::stream).mapToLong(BlockRows::open).sum();
    }

    GenericLabels result() {
      List<LabelledBlock> labelled = blocks.stream().map(BlockRows::labelled).toList();
      long beyond = blocks.stream().mapToLong(BlockRows::beyondContext).sum();
      return new GenericLabels(
          settings.alphas(),
          labelled,
          new GenericLabels.Effort(
              rowsRedone,
              forbiddenFirst,
              beyond,
              blocks.stream().map(BlockRows::improbable).toList()));
    }
  }

  private BlockLogits checked(BlockLogits model, String name) {
    if (model.vocabularySize() < vocabulary) {
      int rows = model.vocabularySize();
      model.close();
      throw UserError.badInput(
          "the %s model has %d tokens but the tokenizer %d: they do not belong together"
              .formatted(name, rows, vocabulary));
    }
    return model;
  }
}
