package io.github.unlearn4j.weights;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.unlearn4j.tensor.Torch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The native library reads its settings when it is loaded, so they must be there before. */
class LibrarySettingsTest {
  @TempDir Path folder;

  @Test
  void aProgramThatBeginsWithACheckpointSetsTheLibraryUpFirst()
      throws IOException, InterruptedException {
    Path file = folder.resolve("one.safetensors");
    SafetensorsFile.write(file, Map.of("one", Torch.empty(ScalarType.Float, 1)), Map.of());

    Process other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xlog:class+init=info",
                "--enable-native-access=ALL-UNNAMED",
                "--add-modules=jdk.incubator.vector",
                "-cp",
                System.getProperty("java.class.path"),
                Opens.class.getName(),
                file.toString())
            .redirectErrorStream(true)
            .start();
    List<String> lines = new String(other.getInputStream().readAllBytes()).lines().toList();

    assertThat(other.waitFor()).isZero();
    assertThat(first(lines, "'io/github/unlearn4j/tensor/LibraryEnvironment'"))
        .isLessThan(first(lines, "'org/bytedeco/pytorch/global/torch'"));
  }

  /** Number of the first line with these words. */
  private static int first(List<String> lines, String words) {
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).contains(words)) {
        return i;
      }
    }
    throw new AssertionError("no line holds " + words + "\n" + String.join("\n", lines));
  }

  /** What the other process runs. */
  static final class Opens {
    public static void main(String[] arguments) {
      SafetensorsFile.open(Path.of(arguments[0])).close();
    }
  }
}
