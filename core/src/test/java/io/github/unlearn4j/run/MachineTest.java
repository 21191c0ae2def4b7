package io.github.unlearn4j.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.unlearn4j.model.ComputeType;
import io.github.unlearn4j.recipe.ComputeChoice;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MachineTest {
  private static final String PROCESSORS =
      """
      processor\t: 0
      model name\t: Some Maker's Processor @ 2 GHz
      flags\t\t: fpu sse2 avx2 avx512f amx_bf16 amx_tile

      processor\t: 1
      model name\t: Some Maker's Processor @ 2 GHz
      """;

  @Test
  void nameAndInstructionSetsAreReadFromWhatLinuxSays() {
    assertThat(Machine.processorName(PROCESSORS)).isEqualTo("Some Maker's Processor @ 2 GHz");
    assertThat(Machine.features(PROCESSORS))
        .containsExactly("amx_bf16", "amx_tile", "avx2", "avx512f");
  }

  @Test
  void aContainersLimitCountsAndItsFileCacheIsRoom() {
    assertThat(Machine.containerRoom("1000\n", "900\n", "anon 500\ninactive_file 300\n"))
        .isEqualTo(400);
    assertThat(Machine.containerRoom("max\n", "900\n", "")).isEqualTo(Long.MAX_VALUE);
    assertThat(Machine.containerRoom("", "", "")).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void autoMeansBfloat16OnlyWhereTheProcessorMultipliesIt() {
    assertThat(machine("avx2", "amx_bf16").computeType(ComputeChoice.AUTO))
        .isEqualTo(ComputeType.BFLOAT16);
    assertThat(machine("avx2", "avx512f").computeType(ComputeChoice.AUTO))
        .isEqualTo(ComputeType.FLOAT32);
    assertThat(machine("avx2").computeType(ComputeChoice.BFLOAT16)).isEqualTo(ComputeType.BFLOAT16);
  }

  @Test
  void thisMachineHasCoresAndMemory() {
    Machine machine = Machine.current();

    assertThat(machine.cores()).isPositive();
    assertThat(machine.availableBytes()).isBetween(1L, machine.totalBytes());
  }

  private static Machine machine(String... features) {
    return new Machine(2, "", Set.of(features), 8L << 30, 4L << 30);
  }
}
