package io.github.unlearn4j.weights;

import io.github.unlearn4j.base.UserError;
import io.github.unlearn4j.tensor.Torch;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * A safetensors file mapped into memory: opening reads only the header, and pages of a tensor are
 * read when it is used.
 *
 * <p>Lifetime: a view from {@link #tensor} belongs to the innermost {@code PointerScope} of the
 * caller, like any other tensor. This object keeps its own hold on the mapping, whatever scope it
 * was opened in, until {@link #close}; views that are still alive then keep the mapping alive
 * themselves. The mapping is private: writing into a view changes memory, never the file.
 */
public final class SafetensorsFile implements AutoCloseable {
  private final Path file;
  private final SafetensorsHeader header;
  private Tensor mapping;

  private SafetensorsFile(Path file, SafetensorsHeader header, Tensor mapping) {
    this.file = file;
    this.header = header;
    this.mapping = mapping;
  }

  /** Checks the whole header and maps the file. */
  public static SafetensorsFile open(Path file) {
    SafetensorsHeader header = SafetensorsHeader.read(file);
    Torch.start(); // before the library is loaded, which reads its settings then
    try (var _ = new PointerScope()) {
      Tensor mapping =
          torch.from_file(
              file.toString(),
              new BoolOptional(false),
              new LongOptional(header.fileBytes()),
              new TensorOptions(ScalarType.Byte));
      // Outlives this scope and any scope of the caller.
      mapping.retainReference();
      return new SafetensorsFile(file, header, mapping);
    } catch (RuntimeException problem) {
      throw UserError.badInput("cannot map %s: %s".formatted(file, firstLine(problem)));
    }
  }

  /** Writes the tensors in their own formats, whole or not at all. */
  public static void write(Path file, Map<String, Tensor> tensors, Map<String, String> metadata) {
    writePending(
        file,
        tensors.entrySet().stream()
            .map(entry -> PendingTensor.of(entry.getKey(), entry.getValue()))
            .toList(),
        metadata);
  }

  /** Writes tensors that are made one by one, whole or not at all. */
  public static void writePending(
      Path file, Collection<PendingTensor> tensors, Map<String, String> metadata) {
    SafetensorsWriter.write(file, tensors, metadata);
  }

  public Path file() {
    return file;
  }

  public Set<String> names() {
    return Collections.unmodifiableSet(header.tensors().keySet());
  }

  /** Free text pairs, such as {@code format: pt}. */
  public Map<String, String> metadata() {
    return Collections.unmodifiableMap(header.metadata());
  }

  public SafetensorsType type(String name) {
    return place(name).type();
  }

  public long[] shape(String name) {
    return place(name).shape().clone();
  }

  /** A view of the mapped file in the file's own format; nothing is read until it is used. */
  public Tensor tensor(String name) {
    if (mapping == null) {
      throw new IllegalStateException(file + " is closed");
    }
    SafetensorsHeader.Place place = place(name);
    long start = header.dataStart() + place.begin();
    // A file of another writer may place numbers where the processor cannot: copy just these.
    boolean aligned = start % place.type().bytes() == 0;
    try (Tensor bytes = mapping.narrow(0, start, place.end() - place.begin());
        Tensor placed = aligned ? bytes.detach() : bytes.clone();
        Tensor numbers = placed.view(place.type().scalarType())) {
      return numbers.view(place.shape());
    }
  }

  /** Lets go of the mapping; closing twice is harmless. */
  @Override
  public void close() {
    if (mapping != null) {
      mapping.releaseReference();
      mapping = null;
    }
  }

  private SafetensorsHeader.Place place(String name) {
    SafetensorsHeader.Place place = header.tensors().get(name);
    if (place == null) {
      throw UserError.badInput(
          "%s has no tensor %s among its %d; is it a checkpoint of another model family?"
              .formatted(file, name, header.tensors().size()));
    }
    return place;
  }

  private static String firstLine(RuntimeException problem) {
    return String.valueOf(problem.getMessage()).lines().findFirst().orElse("unknown reason");
  }
}
