package io.github.unlearn4j.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.unlearn4j.base.ExitCode;
import io.github.unlearn4j.base.UserError;
import io.github.unlearn4j.model.ComputeType;
import io.github.unlearn4j.recipe.ComputeChoice;
import io.github.unlearn4j.recipe.Recipe;
import io.github.unlearn4j.recipe.RecipeBuilder;
import io.github.unlearn4j.tensor.Card;
import io.github.unlearn4j.tensor.Cards;
import io.github.unlearn4j.tensor.Device;
import io.github.unlearn4j.tensor.Processor;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MachineTest {
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
  void aSlowFormatAndThreadsThatAreNotThereAreRemarkedUpon() {
    Recipe usual = new RecipeBuilder().build();
    Recipe crowded = new RecipeBuilder().set("threads=8").set("compute=float32").build();

    assertThat(machine("avx512_bf16").remarks(usual)).isEmpty();
    assertThat(machine("avx2").remarks(usual))
        .singleElement(InstanceOfAssertFactories.STRING)
        .startsWith("compute: float32, as this processor multiplies no bfloat16");
    assertThat(machine("avx2").remarks(crowded))
        .containsExactly("threads: 8 are set but there are 2 cores; 2 are used");
    assertThat(machine("avx2").threads(8)).isEqualTo(2);
    assertThat(machine("avx2").threads(0)).isZero();
  }

  @Test
  void onACardAutoMeansBfloat16FromComputeCapability8() {
    Machine machine = withCards(new Card("New", 80L << 30, 9, 0), new Card("Old", 8L << 30, 7, 5));

    assertThat(machine.computeType(ComputeChoice.AUTO, "auto"))
        .isEqualTo(ComputeType.BFLOAT16.on(Device.cuda(0)));
    assertThat(machine.computeType(ComputeChoice.AUTO, "cuda:1"))
        .isEqualTo(ComputeType.FLOAT32.on(Device.cuda(1)));
    assertThat(machine.computeType(ComputeChoice.FLOAT32, "cuda"))
        .isEqualTo(ComputeType.FLOAT32.on(Device.cuda(0)));
    assertThat(machine.computeType(ComputeChoice.FLOAT32, "cpu")).isEqualTo(ComputeType.FLOAT32);
    assertThat(machine.roomBytes(Device.cuda(1))).isEqualTo(7L << 30);
    assertThat(machine.roomBytes(Device.CPU)).isEqualTo(4L << 30);
  }

  @Test
  void withoutCardsAutoMeansTheProcessor() {
    assertThat(machine("avx2").device("auto")).isEqualTo(Device.CPU);
    assertThat(withProblem(Cards.Natives.CUDA, "no driver").device("auto")).isEqualTo(Device.CPU);
  }

  @ParameterizedTest
  @CsvSource({"gpu, cpu", "cude, cuda", "coda:1, ''", "cuda:, cuda", "cuda:-1, ''", "tpu, cpu"})
  void anUnknownNameIsRefusedWithTheNearest(String name, String nearest) {
    assertThatThrownBy(() -> withCards().device(name))
        .isInstanceOfSatisfying(
            UserError.class, error -> assertThat(error.exitCode()).isEqualTo(ExitCode.BAD_SETTING))
        .hasMessageContaining("device is \"%s\" but must be cpu, cuda, cuda:N".formatted(name))
        .hasMessageContaining(nearest.isEmpty() ? "" : "did you mean %s?".formatted(nearest));
  }

  @Test
  void aBuildWithoutCudaSaysHowToGetOne() {
    assertThatThrownBy(() -> machine("avx2").device("cuda"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("device is cuda but this build has natives for the processor only")
        .hasMessageContaining("UNLEARN4J_CUDA=1 ./unlearn");
  }

  @Test
  void withoutADriverWhatTheLibrarySaidIsTold() {
    assertThatThrownBy(
            () -> withProblem(Cards.Natives.CUDA, "Found no NVIDIA driver").device("cuda:0"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("there is no graphics card to use: Found no NVIDIA driver");
  }

  @Test
  void nativesThatCannotBeLoadedAreAnErrorForTheProcessorToo() {
    assertThatThrownBy(
            () -> withProblem(Cards.Natives.UNUSABLE, "no libcudart.so.13").device("cpu"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("cannot be loaded: no libcudart.so.13")
        .hasMessageContaining("LD_LIBRARY_PATH");
  }

  @Test
  void aCardThatIsNotThereIsRefusedWithThoseThatAre() {
    Machine two = withCards(new Card("A", 1L << 34, 9, 0), new Card("B", 1L << 34, 9, 0));

    assertThatThrownBy(() -> two.device("cuda:3"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("device is cuda:3 but the cards here are cuda:0 to cuda:1 (A, B)");
  }

  private static Machine withCards(Card... cards) {
    Cards all = new Cards(Cards.Natives.CUDA, List.of(cards), "");
    return new Machine(2, Processor.of(""), 8L << 30, 4L << 30, all);
  }

  private static Machine withProblem(Cards.Natives natives, String problem) {
    return new Machine(
        2, Processor.of(""), 8L << 30, 4L << 30, new Cards(natives, List.of(), problem));
  }

  @Test
  void thisMachineHasCoresAndMemory() {
    Machine machine = Machine.current();

    assertThat(machine.cores()).isPositive();
    assertThat(machine.availableBytes()).isBetween(1L, machine.totalBytes());
  }

  private static Machine machine(String... features) {
    return new Machine(2, new Processor("", Set.of(features)), 8L << 30, 4L << 30);
  }
}
