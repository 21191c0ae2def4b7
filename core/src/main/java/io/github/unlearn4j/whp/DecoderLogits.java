package io.github.unlearn4j.whp;

import io.github.unlearn4j.model.ComputeType;
import io.github.unlearn4j.model.Decoder;
import io.github.unlearn4j.tensor.Torch;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;

/** Logits of a {@link Decoder}; never more than a few hundred rows of them at a time. */
public final class DecoderLogits implements BlockLogits {
  private static final int CHUNK_ROWS = 256;

  private final Decoder decoder;
  private final boolean owned;
  private final ThreadLocal<float[]> row;
  private final boolean adapted;

  private record Place(int sequence, int position) {}

  private DecoderLogits(Decoder decoder, boolean owned, boolean adapted) {
    this.decoder = decoder;
    this.owned = owned;
    row = ThreadLocal.withInitial(() -> new float[decoder.config().vocabularySize()]);
    this.adapted = adapted;
  }

  /** Lends a decoder, which stays open. */
  public static DecoderLogits of(Decoder decoder) {
    return new DecoderLogits(decoder, false, true);
  }

  /** The same without the decoder's adapter: two of these share one set of weights. */
  public static DecoderLogits withoutAdapter(Decoder decoder) {
    return new DecoderLogits(decoder, false, false);
  }

  /** Loads a checkpoint for one pass; closing frees it. */
  public static DecoderLogits load(Path folder, ComputeType compute) {
    return new DecoderLogits(Decoder.load(folder, compute), true, true);
  }

  @Override
  public int vocabularySize() {
    return decoder.config().vocabularySize();
  }

  /** Shorter sequences are padded on the right, which no position before sees. */
  @Override
  public void forEachRow(List<Request> batch, RowConsumer consumer) {
    int time = batch.stream().mapToInt(request -> request.ids().length).max().orElse(0);
    long[] ids = new long[batch.size() * time];
    List<Place> places = new ArrayList<>();
    for (int sequence = 0; sequence < batch.size(); sequence++) {
      Request request = batch.get(sequence);
      for (int i = 0; i < request.ids().length; i++) {
        ids[sequence * time + i] = request.ids()[i];
      }
      for (int position : request.positions()) {
        places.add(new Place(sequence, position));
      }
    }
    if (places.isEmpty()) {
      return;
    }
    try (PointerScope scope = new PointerScope()) {
      decoder.useAdapter(adapted);
      Tensor hidden = decoder.hidden(Torch.longs(ids, batch.size(), time));
      for (int from = 0; from < places.size(); from += CHUNK_ROWS) {
        int to = Math.min(places.size(), from + CHUNK_ROWS);
        chunk(hidden, time, places.subList(from, to), consumer);
      }
    }
  }

  private void chunk(Tensor hidden, int time, List<Place> places, RowConsumer consumer) {
    try (PointerScope scope = new PointerScope()) {
      long[] rows =
          places.stream()
              .mapToLong(place -> (long) place.sequence() * time + place.position())
              .toArray();
      Tensor chosen = hidden.index_select(0, Torch.longs(rows, rows.length));
      Tensor logits = decoder.logits(chosen).contiguous();
      int width = vocabularySize();
      FloatPointer pointer = logits.data_ptr_float();
      FloatBuffer values = pointer.capacity((long) rows.length * width).asBuffer();
      IntStream.range(0, rows.length)
          .parallel()
          .forEach(
              i -> {
                values.get(i * width, row.get());
                consumer.accept(places.get(i).sequence(), places.get(i).position(), row.get());
              });
    }
  }

  @Override
  public void close() {
    if (owned) {
      decoder.close();
    }
  }
}
