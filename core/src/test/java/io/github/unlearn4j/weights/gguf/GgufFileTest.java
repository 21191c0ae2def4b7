package io.github.unlearn4j.weights.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.unlearn4j.base.ExitCode;
import io.github.unlearn4j.base.UserError;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GgufFileTest {
  @TempDir Path folder;

  @Test
  void every_type_of_metadata_is_read() {
    Path file =
        GgufBytes.header(0, 5)
            .pair("number", -1)
            .pair("text", "größer")
            .string("flag")
            .int32(GgufBytes.BOOL)
            .text("\1")
            .string("epsilon")
            .int32(GgufBytes.FLOAT32)
            .int32(Float.floatToIntBits(1e-5f))
            .string("list")
            .int32(GgufBytes.ARRAY)
            .int32(GgufBytes.STRING)
            .int64(2)
            .string("a")
            .string("")
            .write(folder.resolve("metadata.gguf"));

    try (GgufFile gguf = GgufFile.open(file)) {
      GgufMetadata metadata = gguf.metadata();
      assertThat(metadata.integer("number")).hasValue(0xFFFFFFFFL);
      assertThat(metadata.text("text")).contains("größer");
      assertThat(metadata.flag("flag")).contains(true);
      assertThat(metadata.decimal("epsilon")).hasValue(1e-5);
      assertThat(metadata.texts("list")).contains(List.of("a", ""));
      assertThat(metadata.text("absent")).isEmpty();
    }
  }

  @Test
  void tensors_lie_where_the_alignment_of_the_file_puts_them() {
    GgufBytes bytes =
        GgufBytes.header(2, 1)
            .pair("general.alignment", 64)
            .tensor("first", 0, 0, 3, 2)
            .tensor("second", 0, 64, 1)
            .data(64, 64);
    Path file = bytes.int32(Float.floatToIntBits(7)).write(folder.resolve("aligned.gguf"));

    try (GgufFile gguf = GgufFile.open(file)) {
      GgufTensor second = gguf.tensors().get("second");
      assertThat(gguf.tensors().get("first").shape()).containsExactly(2, 3);
      assertThat(second.blocks().get(ValueLayout.JAVA_FLOAT_UNALIGNED, 0)).isEqualTo(7);
    }
  }

  @Test
  void version_2_is_read_like_version_3() {
    Path file =
        new GgufBytes()
            .text("GGUF")
            .int32(2)
            .int64(0)
            .int64(1)
            .pair("number", 4)
            .write(folder.resolve("two.gguf"));

    try (GgufFile gguf = GgufFile.open(file)) {
      assertThat(gguf.metadata().integer("number")).hasValue(4);
    }
  }

  @Test
  void a_file_of_another_kind_is_refused() {
    refuses(new GgufBytes().text("PK\3\4 and more"), "is not a GGUF file");
    refuses(new GgufBytes(), "is not a GGUF file");
    refuses(new GgufBytes().text("GGUF").int32(1).int64(0).int64(0), "version 1");
    refuses(new GgufBytes().text("GGUF").int32(0x03000000).int64(0).int64(0), "big-endian");
    assertThatExceptionOfType(UserError.class)
        .isThrownBy(() -> GgufFile.open(folder.resolve("absent.gguf")))
        .withMessageContaining("missing file");
  }

  @Test
  void counts_and_lengths_beyond_the_file_are_refused() {
    refuses(GgufBytes.header(-1, 0), "the number of tensors is 18446744073709551615");
    refuses(GgufBytes.header(0, 1L << 40), "the number of metadata keys is 1099511627776");
    refuses(GgufBytes.header(0, 1).int64(1L << 50).data(1, 20), "length of metadata key 1 of 1");
    refuses(
        GgufBytes.header(0, 1).string("list").int32(GgufBytes.ARRAY).int32(4).int64(1L << 30),
        "the length of list is 1073741824");
    refuses(GgufBytes.header(0, 1).string("key").int32(4).data(1, 3), "inside key");
  }

  @Test
  void metadata_that_make_no_sense_are_refused() {
    refuses(GgufBytes.header(0, 1).string("key").int32(13).int64(0), "unknown type 13");
    refuses(GgufBytes.header(0, 2).pair("key", 1).pair("key", 2), "the metadata key key twice");
    refuses(GgufBytes.header(0, 1).pair("general.alignment", 0), "alignment is 0");
    refuses(GgufBytes.header(0, 1).pair("general.alignment", 48), "not a power of two");
    GgufBytes nested = GgufBytes.header(0, 1).string("deep").int32(GgufBytes.ARRAY);
    for (int depth = 0; depth < 1000; depth++) {
      nested.int32(GgufBytes.ARRAY).int64(1);
    }
    refuses(nested.data(1, 64), "nests lists more than 4 deep");
  }

  @Test
  void tensors_that_make_no_sense_are_refused() {
    refuses(tensor("t", 19, 0, 32), "tensor t has the type 19 (IQ1_S)");
    refuses(tensor("t", 999, 0, 32), "tensor t has the type 999;");
    refuses(tensor("t", 0, 32, 64), "tensor t needs 256 bytes from offset 32");
    refuses(tensor("t", 0, 1L << 62, 8), "from offset 4611686018427387904");
    refuses(tensor("t", 0, -32, 8), "offset 18446744073709551584");
    refuses(tensor("t", 0, 8, 8), "no multiple of 32");
    refuses(tensor("t", 8, 0, 33), "tensor t has a shape that Q8_0 cannot have: [33]");
    refuses(tensor("t", 0, 0, 1L << 40, 1L << 40), "a shape that F32 cannot have");
    refuses(tensor("t", 0, 0, 0), "a shape that F32 cannot have: [0]");
    refuses(tensor("t", 0, 0), "axes of tensor t is 0, not 1 to 4");
    refuses(tensor("t", 0, 0, 1, 1, 1, 1, 1), "axes of tensor t is 5");
    refuses(
        GgufBytes.header(2, 0).tensor("t", 0, 0, 1).tensor("t", 0, 0, 1).data(32, 64),
        "the tensor t twice");
  }

  private static GgufBytes tensor(String name, int type, long offset, long... fastestFirst) {
    return GgufBytes.header(1, 0).tensor(name, type, offset, fastestFirst).data(32, 128);
  }

  private void refuses(GgufBytes bytes, String part) {
    Path file = bytes.write(folder.resolve("broken.gguf"));
    assertThatExceptionOfType(UserError.class)
        .isThrownBy(() -> GgufFile.open(file))
        .withMessageContaining("broken.gguf")
        .withMessageContaining(part)
        .satisfies(error -> assertThat(error.exitCode()).isEqualTo(ExitCode.BAD_INPUT))
        .satisfies(error -> assertThat(error.getMessage()).doesNotContain("\n"));
  }
}
