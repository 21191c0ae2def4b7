package io.github.unlearn4j.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FingerprintTest {
  @TempDir Path folder;

  @Test
  void theSameContentElsewhereHasTheSameFingerprint() throws IOException {
    Path one = Files.createDirectories(folder.resolve("one/sub"));
    Path two = Files.createDirectories(folder.resolve("two/sub"));
    Files.writeString(one.resolve("a.txt"), "text");
    Files.writeString(two.resolve("a.txt"), "text");

    assertThat(of(folder.resolve("one"))).isEqualTo(of(folder.resolve("two")));
  }

  @Test
  void aLinkToAFolderIsTheFolder() throws IOException {
    Path real = Files.createDirectories(folder.resolve("real"));
    Files.writeString(real.resolve("a.txt"), "text");
    Path link = Files.createSymbolicLink(folder.resolve("link"), real);

    assertThat(of(link)).isEqualTo(of(real));
    Files.writeString(real.resolve("a.txt"), "texts");
    assertThat(of(link)).isEqualTo(of(real));
  }

  @Test
  void contentNamesAndOrderOfFilesAllCount() throws IOException {
    Path a = Files.writeString(folder.resolve("a"), "text");
    Path b = Files.writeString(folder.resolve("b"), "texts");

    assertThat(of(a)).isNotEqualTo(of(b));
    assertThat(Fingerprint.of(List.of(a, b))).isNotEqualTo(Fingerprint.of(List.of(b, a)));
    String before = of(folder);
    Files.move(b, folder.resolve("c"));
    assertThat(of(folder)).isNotEqualTo(before);
  }

  @Test
  void aLargeFileThatChangesAtItsEndOrGrowsHasAnotherFingerprint() throws IOException {
    Path large = folder.resolve("large");
    long size = Fingerprint.WHOLE_BYTES + 12345;
    try (RandomAccessFile file = new RandomAccessFile(large.toFile(), "rw")) {
      file.setLength(size);
      String zeros = of(large);
      file.seek(size - 1);
      file.write(1);
      String changed = of(large);
      file.setLength(size + 1);

      assertThat(changed).isNotEqualTo(zeros);
      assertThat(of(large)).isNotIn(zeros, changed);
    }
  }

  private static String of(Path path) {
    return Fingerprint.of(List.of(path));
  }
}
