package io.github.unlearn4j.measure.probes;

import io.github.unlearn4j.model.ComputeType;
import io.github.unlearn4j.model.Decoder;
import java.nio.file.Path;

/** The one model that is in memory: another one takes its place. */
public final class LoadedModel implements AutoCloseable {
  private final ComputeType compute;
  private Path folder;
  private Decoder decoder;

  public LoadedModel(ComputeType compute) {
    this.compute = compute;
  }

  ComputeType compute() {
    return compute;
  }

  boolean holds(Path checkpoint) {
    return checkpoint.equals(folder);
  }

  /** The decoder of this checkpoint, loaded unless it is the one in memory. */
  Decoder of(Path checkpoint) {
    if (!holds(checkpoint)) {
      close();
      decoder = Decoder.load(checkpoint, compute);
      folder = checkpoint;
    }
    return decoder;
  }

  @Override
  public void close() {
    if (decoder != null) {
      decoder.close();
      decoder = null;
      folder = null;
    }
  }
}
