package io.github.unlearn4j.weights;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.unlearn4j.base.ExitCode;
import io.github.unlearn4j.base.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.bytedeco.javacpp.PointerScope;

/** A damaged file is refused with one line, or it is still a valid file; nothing else happens. */
class SafetensorsMutationTest {
  private static final Path GOLDEN = Path.of("src/test/golden/safetensors/python.safetensors");
  private static final int HEADER_END = 8 + 0x288;

  /** Puts {@code value} at {@code position}, or text of a header's own alphabet from there on. */
  record Mutation(int position, byte[] bytes) {}

  @Property(tries = 400)
  void bytes_changed_at_random_never_crash(@ForAll("mutations") List<Mutation> mutations)
      throws IOException {
    byte[] bytes = Files.readAllBytes(GOLDEN);
    for (Mutation mutation : mutations) {
      int count = Math.min(mutation.bytes.length, bytes.length - mutation.position);
      System.arraycopy(mutation.bytes, 0, bytes, mutation.position, count);
    }

    readOrRefuse(bytes);
  }

  @Property(tries = 60)
  void a_file_of_another_length_is_refused(@ForAll("lengths") int length) throws IOException {
    byte[] bytes = Files.readAllBytes(GOLDEN);

    boolean read = readOrRefuse(Arrays.copyOf(bytes, length));

    assertThat(read).isEqualTo(length == bytes.length);
  }

  @Provide
  Arbitrary<List<Mutation>> mutations() {
    Arbitrary<byte[]> anyByte = Arbitraries.bytes().map(value -> new byte[] {value});
    Arbitrary<byte[]> digits =
        Arbitraries.of("9", "0", "-", "99999999999999999999", ",", "]", "[", "{", "}", "\"", "1e9")
            .map(String::getBytes);
    Arbitrary<byte[]> names =
        Arbitraries.of("\"F64\"", "\"I64\"", "\"U8\"", "null", "\"scalar\"", "true")
            .map(String::getBytes);
    return Combinators.combine(
            Arbitraries.integers().between(0, HEADER_END - 1),
            Arbitraries.oneOf(anyByte, digits, names))
        .as(Mutation::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(4);
  }

  @Provide
  Arbitrary<Integer> lengths() {
    return Arbitraries.integers().between(0, 800);
  }

  /** Whether the file could be read; a refusal must be one line that names it. */
  private static boolean readOrRefuse(byte[] bytes) throws IOException {
    Path path = Files.createTempFile("mutated", ".safetensors");
    try (var _ = new PointerScope()) {
      Files.write(path, bytes);
      try (SafetensorsFile file = SafetensorsFile.open(path)) {
        for (String name : file.names()) {
          assertThat(PendingTensor.shapeOf(file.tensor(name).clone())).isEqualTo(file.shape(name));
        }
        return true;
      } catch (UserError refusal) {
        assertThat(refusal.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(refusal.getMessage()).contains(path.toString()).doesNotContain("\n");
        return false;
      }
    } finally {
      Files.delete(path);
    }
  }
}
