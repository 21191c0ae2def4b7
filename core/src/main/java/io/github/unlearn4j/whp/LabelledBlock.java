package io.github.unlearn4j.whp;

import io.github.unlearn4j.train.Example;
import io.github.unlearn4j.train.SoftTargets;

/**
 * A block with its generic labels.
 *
 * @param index number of the block in its corpus
 * @param ids the original tokens
 * @param map to the translated tokens, {@link PositionMap#NONE} where there is none
 * @param labels for each alpha what each position is to predict, {@link Example#IGNORED} for
 *     nothing
 * @param soft the whole generic distributions of the first alpha; null for labels of form hard
 */
public record LabelledBlock(int index, int[] ids, int[] map, int[][] labels, SoftTargets soft) {}
