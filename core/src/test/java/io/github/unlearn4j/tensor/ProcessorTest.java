package io.github.unlearn4j.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class ProcessorTest {
  @Test
  void nameAndInstructionSetsAreReadFromWhatLinuxSays() {
    Processor processor =
        Processor.of(
            """
            processor\t: 0
            model name\t: Some Maker's Processor @ 2 GHz
            flags\t\t: fpu sse2 avx2 avx512f amx_bf16 amx_tile

            processor\t: 1
            model name\t: Some Maker's Processor @ 2 GHz
            """);

    assertThat(processor.name()).isEqualTo("Some Maker's Processor @ 2 GHz");
    assertThat(processor.features()).containsExactly("amx_bf16", "amx_tile", "avx2", "avx512f");
  }

  @Test
  void withoutAWordFromTheSystemNothingIsAssumed() {
    Processor processor = Processor.of("");

    assertThat(processor.features()).isEmpty();
    assertThat(processor.multipliesBfloat16()).isFalse();
    assertThat(processor.name()).isEqualTo(System.getProperty("os.arch"));
  }

  @Test
  void avx512AloneMultipliesNoBfloat16() {
    assertThat(new Processor("", Set.of("avx2", "avx512f")).multipliesBfloat16()).isFalse();
    assertThat(new Processor("", Set.of("avx512_bf16")).multipliesBfloat16()).isTrue();
  }
}
