package io.github.unlearn4j.weights;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.unlearn4j.base.AtomicFiles;
import io.github.unlearn4j.base.Json;
import io.github.unlearn4j.tensor.Torch;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;

/**
 * Streams tensors into a safetensors file. The bytes depend on the tensors alone: tensors are
 * ordered by format, then by name, and the header is padded with spaces to eight bytes, as the
 * Python package does it.
 */
final class SafetensorsWriter {
  private static final int CHUNK = 1 << 20;

  private SafetensorsWriter() {}

  static void write(Path file, Collection<PendingTensor> tensors, Map<String, String> metadata) {
    List<PendingTensor> ordered =
        tensors.stream()
            .sorted(Comparator.comparing(PendingTensor::type).thenComparing(PendingTensor::name))
            .toList();
    byte[] header = header(ordered, metadata);
    AtomicFiles.write(
        file,
        out -> {
          out.write(
              ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(header.length).array());
          out.write(header);
          byte[] chunk = new byte[CHUNK];
          for (PendingTensor tensor : ordered) {
            copy(tensor, out, chunk);
          }
        });
  }

  private static byte[] header(List<PendingTensor> ordered, Map<String, String> metadata) {
    ObjectNode json = Json.json().createObjectNode();
    if (!metadata.isEmpty()) {
      ObjectNode pairs = json.putObject("__metadata__");
      new TreeMap<>(metadata).forEach(pairs::put);
    }
    long offset = 0;
    for (PendingTensor tensor : ordered) {
      if (json.has(tensor.name())) {
        throw new IllegalArgumentException("two tensors are named " + tensor.name());
      }
      ObjectNode entry = json.putObject(tensor.name());
      entry.put("dtype", tensor.type().name());
      var shape = entry.putArray("shape");
      Arrays.stream(tensor.shape()).forEach(shape::add);
      entry.putArray("data_offsets").add(offset).add(offset + tensor.bytes());
      offset += tensor.bytes();
    }
    byte[] text = json.toString().getBytes(StandardCharsets.UTF_8);
    byte[] padded = Arrays.copyOf(text, (text.length + 7) / 8 * 8);
    Arrays.fill(padded, text.length, padded.length, (byte) ' ');
    return padded;
  }

  private static void copy(PendingTensor pending, OutputStream out, byte[] chunk)
      throws IOException {
    try (var _ = new PointerScope()) {
      Tensor data = pending.data().get();
      if (!Arrays.equals(pending.shape(), PendingTensor.shapeOf(data))) {
        throw new IllegalStateException(
            "%s was announced with shape %s but has %s"
                .formatted(
                    pending.name(),
                    Arrays.toString(pending.shape()),
                    Arrays.toString(PendingTensor.shapeOf(data))));
      }
      Tensor flat = data.detach().cpu().to(pending.type().scalarType()).contiguous();
      long total = pending.bytes();
      if (total == 0) {
        return;
      }
      BytePointer bytes = Torch.bytes(flat);
      for (long done = 0; done < total; done += chunk.length) {
        int count = (int) Math.min(chunk.length, total - done);
        bytes.position(done).get(chunk, 0, count);
        out.write(chunk, 0, count);
      }
    }
  }
}
