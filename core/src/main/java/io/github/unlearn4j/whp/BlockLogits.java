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

  /**
   * Rows of logits that exist at once. A reading's parts begin at multiples of it, so that however
   * it is read the same products are made, and so the same bits.
   */
  int CHUNK_ROWS = 256;

  /** One batch that was read, up to the output head: the wanted rows of all requests, in order. */
  interface Reading extends AutoCloseable {
    int rows();

    /**
     * Hands over the rows {@code from … to − 1}, in any order and from several threads at once.
     *
     * @param from a multiple of {@link #CHUNK_ROWS}
     */
    void forEachRow(int from, int to, RowConsumer consumer);

    @Override
    void close();
  }

  int vocabularySize();

  /** The same batch gives the same bits. */
  Reading read(List<Request> batch);

  /** Reads one batch and hands over every wanted row. */
  default void forEachRow(List<Request> batch, RowConsumer consumer) {
    try (Reading reading = read(batch)) {
      reading.forEachRow(0, reading.rows(), consumer);
    }
  }

  @Override
  void close();
}
