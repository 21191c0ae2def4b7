package io.github.unlearn4j.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
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

  @Test
  void aThreadsTensorsAllComeFromItsOwnMemory() throws Exception {
    List<Long> addresses = CompletableFuture.supplyAsync(this::addresses, this::onNewThread).get();
    List<String> parts =
        Files.readAllLines(Path.of("/proc/self/maps")).stream()
            .filter(line -> line.endsWith("[heap]")) // the first thread's memory
            .toList();
    long inFirst =
        addresses.stream()
            .filter(each -> parts.stream().anyMatch(part -> holds(part, each)))
            .count();
    assertThat(inFirst)
        .as("tensors in the first thread's memory")
        .isIn(0L, (long) addresses.size());
  }

  /** {@code line}: of /proc/self/maps, beginning with two addresses, "from-end". */
  private static boolean holds(String line, long address) {
    String[] range = line.substring(0, line.indexOf(' ')).split("-");
    return Long.parseLong(range[0], 16) <= address && address < Long.parseLong(range[1], 16);
  }

  /** Of 472 MB in pieces, with larger ones between them that are freed at once. */
  private List<Long> addresses() {
    Torch.start();
    List<Long> addresses = new ArrayList<>();
    try (PointerScope scope = new PointerScope()) {
      for (int i = 0; i < 200; i++) {
        try (PointerScope passing = new PointerScope()) {
          addresses.add(Torch.address(Torch.empty(ScalarType.Float, 1024, 3072)));
        }
        addresses.add(Torch.address(Torch.empty(ScalarType.Float, 1024, 576)));
      }
    }
    return addresses;
  }

  private void onNewThread(Runnable work) {
    Thread.ofPlatform().start(work);
  }

  private static long residentBytes() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) << 10)
        .findFirst()
        .orElseThrow();
  }
}
