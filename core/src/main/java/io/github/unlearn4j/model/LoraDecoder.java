package io.github.unlearn4j.model;

import java.nio.file.Path;
import java.util.function.Function;

/** Decoders whose weights stay as they are, with the pairs of an adapter beside them. */
public final class LoraDecoder {
  private LoraDecoder() {}

  /** A base and an adapter that was made for it; {@link Decoder#useAdapter} switches between. */
  public static Decoder load(Path base, Path adapter, ComputeType compute) {
    return load(base, compute, decoder -> AdapterFolder.read(adapter, decoder.config(), compute));
  }

  /** A base to train new pairs beside; with rank 0 a plain decoder whose weights are trained. */
  public static Decoder forTraining(
      Path base, ComputeType compute, LoraSettings settings, long seed) {
    if (!settings.isOn()) {
      return Decoder.loadForTraining(base, compute);
    }
    return load(
        base,
        compute,
        decoder -> {
          LoraLayout layout = LoraLayout.of(decoder.config(), settings);
          LoraAdapter adapter = new LoraAdapter(layout, settings.scaling(), compute, true);
          adapter.initialise(seed);
          return adapter;
        });
  }

  private static Decoder load(
      Path base, ComputeType compute, Function<Decoder, LoraAdapter> adapter) {
    Decoder decoder = Decoder.load(base, compute);
    try {
      decoder.parameters().attach(adapter.apply(decoder));
      return decoder;
    } catch (RuntimeException problem) {
      decoder.close();
      throw problem;
    }
  }
}
