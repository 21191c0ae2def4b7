package io.github.unlearn4j.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsFileTest {
  private static final Path GOLDEN = Path.of("src/test/golden/safetensors/python.safetensors");

  @TempDir Path folder;

  @Test
  void reads_every_format_that_the_python_package_wrote() {
    try (var _ = new PointerScope();
        SafetensorsFile file = SafetensorsFile.open(GOLDEN)) {
      assertThat(file.metadata()).isEqualTo(Map.of("format", "pt"));
      assertThat(file.names()).hasSize(10).contains("embed", "naïve \"name\"");
      assertThat(file.type("brain")).isEqualTo(SafetensorsType.BF16);
      assertThat(file.shape("empty")).containsExactly(0, 5);
      assertThat(doubles(file.tensor("embed"))).startsWith(-0.5, -0.375).hasSize(12);
      assertThat(doubles(file.tensor("half"))).startsWith(1.5, -2.0, 65504.0);
      assertThat(doubles(file.tensor("brain"))).startsWith(1.0, -3.0);
      assertThat(doubles(file.tensor("labels"))).containsExactly(-100, 7, Math.pow(2, 40));
      assertThat(doubles(file.tensor("ids"))).containsExactly(1, -1);
      assertThat(doubles(file.tensor("byte"))).containsExactly(0, 255, 3);
      assertThat(doubles(file.tensor("flag"))).containsExactly(1, 0);
      assertThat(doubles(file.tensor("scalar"))).containsExactly(2.25);
      assertThat(file.tensor("scalar").dim()).isZero();
      assertThat(doubles(file.tensor("empty"))).isEmpty();
      assertThat(doubles(file.tensor("naïve \"name\""))).containsExactly(9);
    }
  }

  @Test
  void writes_the_same_bytes_as_the_python_package() throws IOException {
    Path copy = folder.resolve("copy.safetensors");

    try (var _ = new PointerScope();
        SafetensorsFile file = SafetensorsFile.open(GOLDEN)) {
      Map<String, Tensor> tensors = new LinkedHashMap<>();
      file.names().forEach(name -> tensors.put(name, file.tensor(name)));
      SafetensorsFile.write(copy, tensors, file.metadata());
    }

    assertThat(Files.readAllBytes(copy)).isEqualTo(Files.readAllBytes(GOLDEN));
    assertThat(folder)
        .isDirectoryContaining(path -> path.equals(copy))
        .isDirectoryNotContaining(path -> path.toString().endsWith(".partial"));
  }

  @Test
  void writes_transposed_and_converted_tensors_by_value() {
    Path path = folder.resolve("t.safetensors");
    try (var _ = new PointerScope()) {
      Tensor matrix = torch.arange(new Scalar(6)).to(torch.ScalarType.Float).view(2, 3).t();
      SafetensorsFile.writePending(
          path, List.of(PendingTensor.of("m", matrix, SafetensorsType.BF16)), Map.of());
    }

    try (var _ = new PointerScope();
        SafetensorsFile file = SafetensorsFile.open(path)) {
      assertThat(file.type("m")).isEqualTo(SafetensorsType.BF16);
      assertThat(file.shape("m")).containsExactly(3, 2);
      assertThat(doubles(file.tensor("m"))).containsExactly(0, 3, 1, 4, 2, 5);
    }
  }

  @Test
  void a_file_may_place_numbers_at_odd_bytes() throws IOException {
    String header = "{\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}";
    Path path = SafetensorsBytes.write(folder.resolve("odd.safetensors"), header, 8);
    assertThat((8 + header.length()) % 4).as("the data begins unaligned").isNotZero();

    try (var _ = new PointerScope();
        SafetensorsFile file = SafetensorsFile.open(path)) {
      assertThat(doubles(file.tensor("x"))).containsExactly(0, 0);
    }
  }

  @Test
  void the_file_stays_open_when_the_scope_it_was_opened_in_ends() {
    SafetensorsFile file;
    try (var _ = new PointerScope()) {
      file = SafetensorsFile.open(GOLDEN);
    }

    try (file;
        var _ = new PointerScope()) {
      assertThat(doubles(file.tensor("scalar"))).containsExactly(2.25);
    }
  }

  @Test
  void a_view_outlives_the_file_until_its_own_scope_ends() {
    try (var _ = new PointerScope()) {
      Tensor view;
      try (SafetensorsFile file = SafetensorsFile.open(GOLDEN)) {
        view = file.tensor("scalar");
      }
      assertThat(doubles(view)).containsExactly(2.25);
    }
  }

  @Test
  void a_view_serves_without_any_scope() {
    try (SafetensorsFile file = SafetensorsFile.open(GOLDEN)) {
      Tensor view = file.tensor("scalar");
      assertThat(view.item_float()).isEqualTo(2.25f);
      view.close();
    }
  }

  @Test
  void writing_into_a_view_leaves_the_file_as_it_was() throws IOException {
    byte[] before = Files.readAllBytes(GOLDEN);

    try (var _ = new PointerScope();
        SafetensorsFile file = SafetensorsFile.open(GOLDEN)) {
      file.tensor("embed").fill_(new Scalar(5));
      assertThat(doubles(file.tensor("embed"))).containsOnly(5);
    }

    assertThat(Files.readAllBytes(GOLDEN)).isEqualTo(before);
  }

  @Test
  void two_views_of_a_tensor_share_the_mapping() {
    try (var _ = new PointerScope();
        SafetensorsFile file = SafetensorsFile.open(GOLDEN)) {
      assertThat(file.tensor("embed").data_ptr().address())
          .isEqualTo(file.tensor("embed").data_ptr().address());
    }
  }

  @Test
  void closing_a_file_ends_its_mapping() throws IOException {
    Path maps = Path.of("/proc/self/maps");
    assumeTrue(Files.exists(maps), "not run: this system does not list its mappings");
    Path path = Files.copy(GOLDEN, folder.resolve("mapped.safetensors"));

    try (SafetensorsFile file = SafetensorsFile.open(path);
        var _ = new PointerScope()) {
      file.tensor("embed");
      assertThat(Files.readString(maps)).contains("mapped.safetensors");
    }

    assertThat(Files.readString(maps)).doesNotContain("mapped.safetensors");
  }

  static double[] doubles(Tensor tensor) {
    Tensor flat = tensor.to(torch.ScalarType.Double).contiguous().view(-1);
    double[] values = new double[Math.toIntExact(flat.numel())];
    for (int index = 0; index < values.length; index++) {
      values[index] = flat.select(0, index).item_double();
    }
    return values;
  }
}
