package io.github.unlearn4j.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.unlearn4j.base.ExitCode;
import io.github.unlearn4j.base.UserError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsHeaderTest {
  @TempDir Path folder;

  @Test
  void a_missing_file_is_named() {
    refused(folder.resolve("none.safetensors"), "missing file");
  }

  @Test
  void a_file_shorter_than_the_length_field_is_refused() throws IOException {
    refused(Files.write(file(), new byte[5]), "it has 5 bytes");
  }

  @Test
  void a_header_length_beyond_the_file_is_refused() throws IOException {
    refused(
        SafetensorsBytes.write(file(), 1_000, "{}".getBytes(StandardCharsets.UTF_8), 0),
        "1000 bytes but the file ends after 10");
  }

  @Test
  void a_header_length_with_the_top_bit_set_is_refused() throws IOException {
    refused(
        SafetensorsBytes.write(file(), -1, "{}".getBytes(StandardCharsets.UTF_8), 0),
        "18446744073709551615 bytes");
  }

  @Test
  void a_header_that_is_not_json_is_refused() throws IOException {
    refused(SafetensorsBytes.write(file(), "{\"x\":", 0), "not JSON");
    refused(SafetensorsBytes.write(file(), "[1]", 0), "not a JSON object");
    refused(SafetensorsBytes.write(file(), "", 4), "not a JSON object");
    refused(SafetensorsBytes.write(file(), "{} {}", 4), "not JSON");
  }

  @Test
  void a_header_that_is_not_utf8_is_refused() throws IOException {
    refused(SafetensorsBytes.write(file(), 2, new byte[] {'{', (byte) 0xff}, 0), "not UTF-8");
  }

  @Test
  void a_tensor_named_twice_is_refused() throws IOException {
    String one = "\"x\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]}";
    refused(SafetensorsBytes.write(file(), "{%s,%s}".formatted(one, one), 0), "Duplicate");
  }

  @Test
  void a_truncated_file_is_refused() throws IOException {
    refused(
        SafetensorsBytes.write(file(), "{%s}".formatted(tensor("x", "F32", "[4]", 0, 16)), 15),
        "tensor x ends at byte 16",
        "holds only 15");
  }

  @Test
  void trailing_bytes_are_refused() throws IOException {
    refused(
        SafetensorsBytes.write(file(), "{%s}".formatted(tensor("x", "F32", "[4]", 0, 16)), 20),
        "take 16 bytes but 20 follow");
  }

  @Test
  void overlapping_tensors_are_refused() throws IOException {
    String header =
        "{%s,%s}".formatted(tensor("x", "U8", "[8]", 0, 8), tensor("y", "U8", "[8]", 4, 12));
    refused(SafetensorsBytes.write(file(), header, 12), "tensor y begins at byte 4", "ends at 8");
  }

  @Test
  void a_gap_between_tensors_is_refused() throws IOException {
    String header =
        "{%s,%s}".formatted(tensor("x", "U8", "[4]", 0, 4), tensor("y", "U8", "[4]", 8, 12));
    refused(SafetensorsBytes.write(file(), header, 12), "tensor y begins at byte 8");
  }

  @Test
  void offsets_that_do_not_fit_shape_and_dtype_are_refused() throws IOException {
    String header = "{%s}".formatted(tensor("x", "F16", "[2, 3]", 0, 16));
    refused(
        SafetensorsBytes.write(file(), header, 16),
        "tensor x lies at bytes 0 to 16",
        "F16 of shape [2, 3] takes 12 bytes");
  }

  @Test
  void offsets_that_run_backwards_are_refused() throws IOException {
    String header = "{%s}".formatted(tensor("x", "U8", "[4]", 8, 4));
    refused(SafetensorsBytes.write(file(), header, 16), "data_offsets [8, 4]");
  }

  @Test
  void negative_and_fractional_numbers_are_refused() throws IOException {
    refused(
        SafetensorsBytes.write(file(), "{%s}".formatted(tensor("x", "U8", "[-4]", 0, 4)), 4),
        "shape [-4]");
    refused(
        SafetensorsBytes.write(file(), "{%s}".formatted(tensor("x", "U8", "[1.5]", 0, 4)), 4),
        "shape [1.5]");
  }

  @Test
  void a_shape_that_overflows_is_refused() throws IOException {
    String header = "{%s}".formatted(tensor("x", "F32", "[4294967296, 4294967296]", 0, 0));
    refused(SafetensorsBytes.write(file(), header, 0), "more than any file can hold");
  }

  @Test
  void an_unknown_dtype_is_refused_and_the_known_ones_are_named() throws IOException {
    String header = "{%s}".formatted(tensor("x", "F8_E4M3", "[4]", 0, 4));
    refused(
        SafetensorsBytes.write(file(), header, 4), "tensor x", "\"F8_E4M3\"", "known are", "BF16");
  }

  @Test
  void a_tensor_that_is_not_there_is_named() throws IOException {
    Path path = SafetensorsBytes.write(file(), "{%s}".formatted(tensor("x", "U8", "[4]", 0, 4)), 4);

    try (SafetensorsFile file = SafetensorsFile.open(path)) {
      assertThatExceptionOfType(UserError.class)
          .isThrownBy(() -> file.tensor("y"))
          .withMessageContaining("no tensor y");
    }
  }

  private Path file() {
    return folder.resolve("x.safetensors");
  }

  private static String tensor(String name, String type, String shape, long begin, long end) {
    return "\"%s\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":[%d,%d]}"
        .formatted(name, type, shape, begin, end);
  }

  private static void refused(Path file, String... parts) {
    assertThatExceptionOfType(UserError.class)
        .isThrownBy(() -> SafetensorsFile.open(file).close())
        .satisfies(error -> assertThat(error.exitCode()).isEqualTo(ExitCode.BAD_INPUT))
        .satisfies(error -> assertThat(error.getMessage()).doesNotContain("\n"))
        .withMessageContaining(file.toString())
        .satisfies(error -> assertThat(error.getMessage()).contains(parts));
  }
}
