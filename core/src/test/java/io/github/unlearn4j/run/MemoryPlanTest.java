package io.github.unlearn4j.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.unlearn4j.base.ExitCode;
import io.github.unlearn4j.base.Json;
import io.github.unlearn4j.base.UserError;
import io.github.unlearn4j.model.ComputeType;
import io.github.unlearn4j.model.Decoder;
import io.github.unlearn4j.model.Golden;
import io.github.unlearn4j.recipe.Recipe;
import io.github.unlearn4j.recipe.RecipeBuilder;
import io.github.unlearn4j.recipe.RecipeText;
import io.github.unlearn4j.tensor.Card;
import io.github.unlearn4j.tensor.Cards;
import io.github.unlearn4j.tensor.Processor;
import io.github.unlearn4j.weights.SafetensorsType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MemoryPlanTest {
  private static final Machine MACHINE = new Machine(2, Processor.of(""), 1L << 40, 1L << 39);

  @TempDir static Path folder;

  /**
   * Large enough that what is planned outweighs the noise of a process, small enough for a test.
   */
  @BeforeAll
  static void makeModel() {
    ObjectNode config = Json.read(Golden.family("llama-tied").resolve("config.json")).deepCopy();
    config.put("vocab_size", 4096).put("hidden_size", 256).put("intermediate_size", 704);
    config.put("num_hidden_layers", 6).put("num_attention_heads", 4).put("head_dim", 64);
    config.put("num_key_value_heads", 2).put("max_position_embeddings", 512);
    try (Decoder decoder =
        Decoder.create(config, Golden.family("llama-tied"), ComputeType.FLOAT32, 1)) {
      decoder.save(folder.resolve("model"), SafetensorsType.BF16);
    }
  }

  /**
   * The program's constant is for a process with texts and a command line, which this one has not:
   * so what the process took before it trained is left out of both sides. Products' operands and
   * what lies between tensors count as the program's; for a real model see docs/memory.md.
   */
  @Tag("slow")
  @ParameterizedTest
  @CsvSource({"bfloat16, 0, false", "bfloat16, 16, true", "float32, 16, false"})
  void aTrainingTakesNoMoreThanPlannedAndItsTensorsWhatIsPlannedForThem(
      String compute, int rank, boolean recompute) throws IOException, InterruptedException {
    Recipe recipe =
        new RecipeBuilder()
            .set("model=" + folder.resolve("model"))
            .set("compute=" + compute)
            .set("text.block_tokens=512")
            .set("reinforce.batch_blocks=4")
            .set("reinforce.micro_batch_blocks=4")
            .set("reinforce.epochs=2")
            .set("reinforce.recompute=" + recompute)
            .set("reinforce.lora.rank=" + rank)
            .build();
    Path file = Files.writeString(folder.resolve("recipe.yaml"), RecipeText.yaml(recipe));

    PeakMemory.Measured measured = PeakMemory.ofReinforce(file);

    StageMemory planned = MemoryPlan.of(recipe, Machine.current()).stages().get(1);
    assertThat(planned.stage()).isEqualTo("reinforce");
    System.out.printf(
        "planned %d, measured %d bytes, %d of them the program%n",
        planned.bytes(), measured.peak(), measured.program());
    assertThat(measured.peak()).isLessThanOrEqualTo(planned.bytes());
    long tensors = planned.bytes() - planned.parts().get("program");
    assertThat(measured.peak() - measured.program()).isBetween(tensors, tensors + (1L << 26));
  }

  @Test
  void loraAndRecomputationNeedLessThanAFullTraining() {
    long full = planned().bytes();

    assertThat(planned("reinforce.lora.rank=16").bytes()).isLessThan(full);
    assertThat(planned("reinforce.recompute=true").bytes()).isLessThan(full);
    assertThat(planned("reinforce.micro_batch_blocks=1").bytes()).isLessThan(full);
    assertThat(planned("reinforce.lora.rank=16").parts().get("optimiser"))
        .isLessThan(planned().parts().get("optimiser") / 10);
  }

  @Test
  void aLimitBelowTheNeedIsRefusedWithTheNumberAndWithWhatWouldFit() {
    MemoryPlan plan = MemoryPlan.of(recipe().build(), MACHINE);
    double need = plan.largest().bytes() / (double) (1L << 30);
    Recipe limited = recipe().set("memory_limit_gib=" + (need - 0.02)).build();

    assertThatThrownBy(() -> check(limited))
        .isInstanceOfSatisfying(
            UserError.class, error -> assertThat(error.exitCode()).isEqualTo(ExitCode.NO_MEMORY))
        .hasMessageContaining(
            "%s needs %s of memory"
                .formatted(plan.largest().stage(), MemoryPlan.readable(plan.largest().bytes())))
        .hasMessageContaining("memory_limit_gib allows")
        .hasMessageContaining("it fits with --set reinforce.micro_batch_blocks=1");
    check(recipe().set("memory_limit_gib=" + (need + 0.02)).build());
  }

  @Test
  void whereNothingHelpsTheLeastThatWouldDoIsSaid() {
    Recipe limited = recipe().set("memory_limit_gib=0.1").build();

    assertThatThrownBy(() -> check(limited))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("even micro-batches of one block, recomputation and LoRA of rank 16");
  }

  @Test
  void bothModelsAreInMemoryForTheLabelsOnlyIfThereIsRoomAndNoAdapter() {
    MemoryPlan plan = MemoryPlan.of(recipe().build(), MACHINE);
    double both = plan.stages().get(2).bytes() / (double) (1L << 30);
    String narrow = "memory_limit_gib=" + (both - 0.001);

    assertThat(plan.labelsTogether()).isTrue();
    assertThat(MemoryPlan.of(recipe().set(narrow).build(), MACHINE).labelsTogether()).isFalse();
    Recipe adapted = recipe().set("reinforce.lora.rank=4").set(narrow).build();
    assertThat(MemoryPlan.of(adapted, MACHINE).labelsTogether()).isTrue();
  }

  /** The whole card less a gigabyte; attention's probabilities and packed copies are not there. */
  @Test
  void onACardItsMemoryIsTheRoomAndAttentionKeepsNoProbabilities() {
    Cards cards = new Cards(Cards.Natives.CUDA, List.of(new Card("Any", 24L << 30, 8, 6)), "");
    Machine machine = new Machine(2, Processor.of(""), 1L << 40, 1L << 39, cards);
    Recipe onCard = recipe().set("compute=bfloat16").set("device=cuda").build();
    Recipe onProcessor = recipe().set("compute=bfloat16").set("device=cpu").build();

    MemoryPlan card = MemoryPlan.of(onCard, machine);
    MemoryPlan processor = MemoryPlan.of(onProcessor, machine);

    assertThat(card.roomBytes()).isEqualTo(23L << 30);
    assertThat(processor.roomBytes()).isEqualTo(1L << 39);
    // 6 layers, rows, 4 heads, mean keys of a strip less the 64 numbers of a head, 2 bytes each
    long rows = 512L * Math.min(onCard.reinforce().microBatchBlocks(), 4);
    long fewer = 6 * rows * 4 * ((128 + 256 + 384 + 512) / 4 - 64) * 2;
    assertThat(processor.stages().get(1).parts().get("activations"))
        .isEqualTo(card.stages().get(1).parts().get("activations") + fewer);
    assertThat(
            MemoryPlan.of(recipe().set("memory_limit_gib=8").set("device=cuda").build(), machine))
        .satisfies(plan -> assertThat(plan.roomBytes()).isEqualTo(8L << 30));
  }

  private static void check(Recipe recipe) {
    MemoryPlan.of(recipe, MACHINE).check(recipe, MACHINE);
  }

  private static StageMemory planned(String... settings) {
    RecipeBuilder builder = recipe();
    for (String setting : settings) {
      builder.set(setting);
    }
    return MemoryPlan.of(builder.build(), MACHINE).stages().get(1);
  }

  private static RecipeBuilder recipe() {
    return new RecipeBuilder()
        .set("model=" + folder.resolve("model"))
        .set("compute=bfloat16")
        .set("finetune.micro_batch_blocks=1")
        .set("measure.perplexity_blocks=1");
  }
}
