package io.github.unlearn4j.model;

import io.github.unlearn4j.tensor.Device;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * Those sequences of a batch that one strand computes; see {@link Strands}.
 *
 * @param ids int64 [sequences, time]
 * @param firstRow where their rows begin in those of the batch [batch · time, …]
 */
record BatchPart(Tensor ids, Attention.Batch shape, long firstRow) {
  /** Positions and sight of the sequences {@code from … end − 1} of a batch. */
  @FunctionalInterface
  interface Shapes {
    Attention.Batch of(int from, int end);
  }

  /** A batch in as many parts as it has strands. */
  static List<BatchPart> of(Tensor ids, Shapes shapes, Device device) {
    int sequences = (int) ids.size(0);
    int strands = Strands.count(device, sequences);
    List<BatchPart> parts = new ArrayList<>();
    for (int strand = 0; strand < strands; strand++) {
      int from = sequences * strand / strands;
      int end = sequences * (strand + 1) / strands;
      Tensor own = ids.narrow(0, from, end - from);
      parts.add(new BatchPart(own, shapes.of(from, end), from * ids.size(1)));
    }
    return parts;
  }

  /** A view of this part's rows. */
  Tensor rows(Tensor all) {
    return all.narrow(0, firstRow, ids.numel());
  }
}
