package io.github.unlearn4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.unlearn4j.base.Json;
import io.github.unlearn4j.tensor.Torch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The imported SmolLM2-135M-Instruct against transformers' own loading of the same GGUF file. The
 * environment variable UNLEARN4J_SMOLLM2 names the folder that {@code ./unlearn import} made.
 */
@Tag("real")
class SmolLm2ParityTest {
  private static final JsonNode GOLDEN = Json.read(Golden.folder("smollm2").resolve("logits.json"));
  private static Path folder;

  @BeforeAll
  static void findTheModel() {
    String name = System.getenv("UNLEARN4J_SMOLLM2");
    assumeTrue(name != null, "not run: UNLEARN4J_SMOLLM2 names no imported checkpoint");
    folder = Path.of(name);
  }

  @Test
  void float32LogitsAreThoseOfTransformers() {
    long[] slice = longs(GOLDEN.path("slice_ids"));
    try (Decoder decoder = Decoder.load(folder, ComputeType.FLOAT32)) {
      for (JsonNode prompt : GOLDEN.path("prompts")) {
        long[] ids = longs(prompt.path("ids"));
        try (PointerScope scope = new PointerScope()) {
          var logits = decoder.logits(decoder.hidden(Torch.longs(ids, 1, ids.length)));
          for (JsonNode row : prompt.path("slices")) {
            float[] ours = Torch.toFloats(logits.select(0, row.path("position").asLong()));
            for (int i = 0; i < slice.length; i++) {
              assertThat((double) ours[(int) slice[i]])
                  .as(prompt.path("text").asText())
                  .isCloseTo(row.path("logits").get(i).asDouble(), within(1e-3));
            }
          }
          float[] last = Torch.toFloats(logits.select(0, ids.length - 1));
          double sum = 0;
          for (float logit : last) {
            sum += logit;
          }
          // 49,152 logits, each within 1e-3
          assertThat(sum).isCloseTo(prompt.path("last_row_sum").asDouble(), within(49.0));
        }
      }
    }
  }

  @Test
  void sixtyFourGreedyTokensOfFivePromptsAreThoseOfTransformers() {
    List<int[]> prompts = new ArrayList<>();
    List<int[]> expected = new ArrayList<>();
    for (JsonNode prompt : GOLDEN.path("prompts")) {
      prompts.add(ints(prompt.path("ids")));
      expected.add(ints(prompt.path("greedy_ids")));
    }
    try (Decoder decoder = Decoder.load(folder, ComputeType.FLOAT32)) {
      List<int[]> answers =
          Generator.generate(decoder, prompts, new Generator.Options(64, 0, 0, new int[0]));

      assertThat(answers).containsExactlyElementsOf(expected);
    }
  }

  private static int[] ints(JsonNode list) {
    int[] values = new int[list.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = list.get(i).asInt();
    }
    return values;
  }

  private static long[] longs(JsonNode list) {
    return java.util.Arrays.stream(ints(list)).asLongStream().toArray();
  }
}
