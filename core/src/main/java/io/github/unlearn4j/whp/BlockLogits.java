package io.github.unlearn4j.whp;

import java.util.List;

/** A model as the labels see it: logits of chosen positions, one row at a time. */
public interface BlockLogits extends AutoCloseable {
  /**
   * @param ids a sequence no longer than the model's context
   * @param positions whose logits are wanted, rising
   */
  record Request(int[] ids, int[] positions) {}

  /** Takes one row. */
  @FunctionalInterface
  interface RowConsumer {
    /**
     * @param sequence number of the request in its batch
     * @param position one of the request's
     * @param logits float32 [vocabulary], not normalised; the thread's own: the consumer may write
     *     into it, and it is used again after the call
     */
    void accept(int sequence, int position, float[] logits);
  }

  int vocabularySize();

  /**
   * Computes one batch and hands over every wanted row, in any order and from several threads at
   * once. The same batch gives the same bits.
   */
  void forEachRow(List<Request> batch, RowConsumer consumer);

  @Override
  void close();
}
