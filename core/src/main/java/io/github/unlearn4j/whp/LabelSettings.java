package io.github.unlearn4j.whp;

import io.github.unlearn4j.base.Check;
import io.github.unlearn4j.base.Setting;
import io.github.unlearn4j.base.UserError;
import java.util.List;
import java.util.stream.Stream;

/** How generic labels are made (paper section 3, equation (1) and algorithm 1). */
public record LabelSettings(
    @Setting(
            "paper: both parts; anchors-only: alpha 0, no reinforced model; bootstrap-only: no"
                + " anchors")
        Mode mode,
    @Setting(
            "hard: the likeliest generic token, as in the paper; soft: the generic distribution,"
                + " which does not sharpen a small model")
        Form form,
    @Setting(
            "logits: equation (1) on raw logits, as in the paper; log-probabilities: each row"
                + " normalised first, so that a shift of a whole row is no sign of the target")
        Offset offset,
    @Setting(
            "never label a token with an anchor of the target itself: for a baseline that recites"
                + " the target's names behind the stand-ins (not in the paper)")
        boolean forbidAnchors,
    @Setting("alpha of equation (1) whose labels the finetune uses") double alpha,
    @Setting("further alphas whose labels are stored beside, from the same pass")
        List<Double> moreAlphas,
    @Setting(
            "label at most this many blocks, about as many of each document and spread evenly over"
                + " it: no more than the finetune will see; 0: all")
        int blocks,
    @Setting("blocks computed together") int microBatchBlocks) {

  /** The paper's method and its two ablations. */
  public enum Mode {
    PAPER,
    ANCHORS_ONLY,
    BOOTSTRAP_ONLY
  }

  /** What the finetune is given of the generic prediction. */
  public enum Form {
    HARD,
    SOFT
  }

  /** What the two models' scores are compared in. */
  public enum Offset {
    LOGITS,
    LOG_PROBABILITIES
  }

  public static final LabelSettings DEFAULTS =
      new LabelSettings(Mode.PAPER, Form.HARD, Offset.LOGITS, false, 5, List.of(2.5, 10.0), 0, 4);

  public LabelSettings {
    if (mode == null) {
      throw UserError.badSetting(
          "labels.mode is missing: one of paper, anchors-only, bootstrap-only");
    }
    if (form == null) {
      throw UserError.badSetting("labels.form is missing: one of hard, soft");
    }
    if (offset == null) {
      throw UserError.badSetting("labels.offset is missing: one of logits, log-probabilities");
    }
    Check.atLeast("labels.alpha", alpha, 0);
    moreAlphas = List.copyOf(moreAlphas);
    moreAlphas.forEach(more -> Check.atLeast("labels.more_alphas", more, 0));
    Check.atLeast("labels.blocks", blocks, 0);
    Check.atLeast("labels.micro_batch_blocks", microBatchBlocks, 1);
  }

  /** The alphas that labels are made for; the finetune uses the first. */
  public List<Double> alphas() {
    if (mode == Mode.ANCHORS_ONLY) {
      return List.of(0.0);
    }
    return Stream.concat(Stream.of(alpha), moreAlphas.stream()).distinct().toList();
  }

  /** The anchors that are replaced in this mode. */
  public AnchorDictionary anchors(AnchorDictionary dictionary) {
    return mode == Mode.BOOTSTRAP_ONLY ? new AnchorDictionary(List.of()) : dictionary;
  }
}
