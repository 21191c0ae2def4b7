package io.github.unlearn4j.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class LibraryMemoryTest {
  private static final long NUMBERS = 8 << 20; // 32 MB
  private static final int TENSORS = 8;

  @Test
  void freedMemoryStaysUntilItIsGivenBack() throws IOException {
    Torch.start();
    Torch.giveBackMemory();
    long before = residentBytes();
    try (PointerScope scope = new PointerScope()) {
      for (int i = 0; i < TENSORS; i++) {
        Torch.empty(ScalarType.Float, NUMBERS).fill_(Torch.scalar(1));
      }
    }
    assertThat(residentBytes() - before).as("kept, bytes").isGreaterThan(TENSORS * NUMBERS * 3);
    Torch.giveBackMemory();
    assertThat(residentBytes() - before).as("given back, bytes").isLessThan(TENSORS * NUMBERS);
  }

  private static long residentBytes() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) << 10)
        .findFirst()
        .orElseThrow();
  }
}
