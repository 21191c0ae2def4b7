package io.github.unlearn4j.weights.gguf;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.unlearn4j.base.ExitCode;
import io.github.unlearn4j.base.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterTry;

/**
 * However a file is broken, reading it and planning its import ends well or with one clear line.
 */
class BrokenGgufProperties {
  private static final Path WHOLE = Path.of("src/test/golden/gguf/qwen2.gguf");

  private Path file;

  @AfterTry
  void remove() throws IOException {
    if (file != null) {
      Files.deleteIfExists(file);
    }
  }

  @Property(tries = 60)
  void a_file_that_is_cut_off_is_refused(@ForAll @IntRange(max = 990) int perMille)
      throws IOException {
    byte[] bytes = Files.readAllBytes(WHOLE);

    String outcome = plan(Arrays.copyOf(bytes, bytes.length * perMille / 1000));

    assertThat(outcome).contains("GGUF file");
  }

  @Property(tries = 120)
  void bytes_changed_at_random_never_break_the_reader(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 12) int changes) throws IOException {
    byte[] bytes = Files.readAllBytes(WHOLE);
    Random random = new Random(seed);
    for (int change = 0; change < changes; change++) {
      // Half of them in the first keys and the rest anywhere in the header and the names.
      int place = random.nextInt(random.nextBoolean() ? 800 : 20_000);
      bytes[place] = (byte) random.nextInt(256);
    }

    assertThat(plan(bytes)).isNotNull();
  }

  /** "" when the import can be planned, otherwise the error's message. */
  private String plan(byte[] bytes) throws IOException {
    file = Files.write(Files.createTempFile("broken", ".gguf"), bytes);
    try (GgufFile gguf = GgufFile.open(file)) {
      GgufArchitecture architecture = GgufArchitecture.of(gguf);
      GgufShape shape = GgufShape.of(gguf, architecture);
      GgufWeights weights = new GgufWeights(gguf, architecture, shape);
      new GgufConfig(gguf, architecture, shape).model(weights.tiedHead());
      new TokenizerJson(file, new GgufVocabulary(gguf, shape.vocabulary())).build();
      return "";
    } catch (UserError problem) {
      assertThat(problem.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
      return problem.getMessage();
    }
  }
}
