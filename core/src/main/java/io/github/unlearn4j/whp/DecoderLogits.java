package io.github.unlearn4j.whp;

import io.github.unlearn4j.model.ComputeType;
import io.github.unlearn4j.model.Decoder;
import io.github.unlearn4j.tensor.Kept;
import io.github.unlearn4j.tensor.Torch;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;

/** Logits of a {@link Decoder}; never more than a few hundred rows of them at a time. */
public final class DecoderLogits implements BlockLogits {
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
  public Reading read(List<Request> batch) {
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
    Kept kept = new Kept();
    if (places.isEmpty()) {
      return new HiddenRows(kept, null, places);
    }
    try (PointerScope scope = new PointerScope()) {
      decoder.useAdapter(adapted);
      Tensor hidden = decoder.hidden(Torch.longs(ids, batch.size(), time));
      long[] rows =
          places.stream()
              .mapToLong(place -> (long) place.sequence() * time + place.position())
              .toArray();
      Tensor chosen = decoder.rows(hidden, rows);
      return new HiddenRows(kept, kept.keep(chosen), places);
    }
  }

  /** The last hidden state of each wanted row; the head comes when a row is asked for. */
  private final class HiddenRows implements Reading {
    private final Kept kept;
    private final Tensor hidden;
    private final List<Place> places;

    HiddenRows(Kept kept, Tensor hidden, List<Place> places) {
      this.kept = kept;
      this.hidden = hidden;
      this.places = places;
    }

    @Override
    public int rows() {
      return places.size();
    }

    @Override
    public void forEachRow(int from, int to, RowConsumer consumer) {
      for (int start = from; start < to; start += CHUNK_ROWS) {
        chunk(start, Math.min(to, start + CHUNK_ROWS), consumer);
      }
    }

    private void chunk(int from, int to, RowConsumer consumer) {
      try (PointerScope scope = new PointerScope()) {
        Tensor logits = Torch.onHost(decoder.logits(hidden.narrow(0, from, to - from)));
        int width = vocabularySize();
        FloatBuffer values = Torch.buffer(logits);
        IntStream.range(from, to)
            .parallel()
            .forEach(
                i -> {
                  Place place = places.get(i);
                  values.get((i - from) * width, row.get());
                  consumer.accept(place.sequence(), place.position(), row.get());
                });
      }
    }

    @Override
    public void close() {
      kept.close();
    }
  }

  @Override
  public void close() {
    if (owned) {
      decoder.close();
    }
  }
}
