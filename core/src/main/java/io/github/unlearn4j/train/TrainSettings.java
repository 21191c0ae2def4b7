package io.github.unlearn4j.train;

import io.github.unlearn4j.base.Check;
import io.github.unlearn4j.base.Setting;
import io.github.unlearn4j.base.UserError;
import io.github.unlearn4j.model.LoraSettings;

/** Settings of one finetune; Reinforce and Finetune have one each (paper section 4, table 2). */
public record TrainSettings(
    @Setting("passes over the blocks") double epochs,
    @Setting("largest number of optimiser steps; 0: no limit") int maxSteps,
    @Setting("peak learning rate of AdamW") double learningRate,
    @Setting("learning-rate schedule behind the warm-up: constant, linear or cosine")
        Schedule schedule,
    @Setting("optimiser steps over which the learning rate rises from 0") int warmupSteps,
    @Setting("blocks computed together") int microBatchBlocks,
    @Setting("blocks an optimiser step learns from (micro-batches are accumulated)")
        int batchBlocks,
    @Setting("AdamW's decay of the mean gradient") double beta1,
    @Setting("AdamW's decay of the squared gradient") double beta2,
    @Setting("AdamW's weight decay") double weightDecay,
    @Setting("largest norm of the gradient; a longer one is scaled down; 0: no limit")
        double clipNorm,
    @Setting(
            "keep only each layer's input and compute the layer again in the backward pass: far"
                + " less memory, about a third more time, the same gradients")
        boolean recompute,
    LoraSettings lora) {

  /** Shape of the learning rate over the steps. */
  public enum Schedule {
    CONSTANT,
    LINEAR,
    COSINE
  }

  /** All weights trained, every layer's forward pass kept. */
  public TrainSettings(
      double epochs,
      int maxSteps,
      double learningRate,
      Schedule schedule,
      int warmupSteps,
      int microBatchBlocks,
      int batchBlocks,
      double beta1,
      double beta2,
      double weightDecay,
      double clipNorm) {
    this(
        epochs,
        maxSteps,
        learningRate,
        schedule,
        warmupSteps,
        microBatchBlocks,
        batchBlocks,
        beta1,
        beta2,
        weightDecay,
        clipNorm,
        false,
        LoraSettings.OFF);
  }

  public TrainSettings {
    Check.above("epochs", epochs, 0);
    Check.atLeast("max_steps", maxSteps, 0);
    Check.above("learning_rate", learningRate, 0);
    Check.atLeast("warmup_steps", warmupSteps, 0);
    Check.atLeast("micro_batch_blocks", microBatchBlocks, 1);
    Check.atLeast("batch_blocks", batchBlocks, 1);
    Check.between("beta1", beta1, 0, 0.99999);
    Check.between("beta2", beta2, 0, 0.99999);
    Check.atLeast("weight_decay", weightDecay, 0);
    Check.atLeast("clip_norm", clipNorm, 0);
    if (schedule == null) {
      throw UserError.badSetting("schedule is missing: one of constant, linear, cosine");
    }
  }
}
