package io.github.unlearn4j.measure.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.unlearn4j.base.Json;
import io.github.unlearn4j.base.Progress;
import io.github.unlearn4j.measure.MeasuredModel;
import io.github.unlearn4j.model.ComputeType;
import io.github.unlearn4j.model.Decoder;
import io.github.unlearn4j.model.Golden;
import io.github.unlearn4j.model.LogLikelihood;
import io.github.unlearn4j.text.GoldenTokenizers;
import io.github.unlearn4j.text.Tokenizer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The first items of every benchmark on the imported SmolLM2-135M-Instruct, against
 * lm-evaluation-harness. The environment variable UNLEARN4J_SMOLLM2 names the model's folder; the
 * items are no part of the project (UNLEARN4J_DATA names the folder above benchmarks/).
 */
@Tag("real")
class RealTasksTest {
  private static final JsonNode EXPECTED = Json.read(Golden.folder("tasks").resolve("real.json"));
  private static final Path DATA = GoldenTokenizers.sharedData().resolve("benchmarks");
  private static Tokenizer tokenizer;
  private static Decoder decoder;

  @BeforeAll
  static void load() {
    String name = System.getenv("UNLEARN4J_SMOLLM2");
    assumeTrue(name != null, "not run: UNLEARN4J_SMOLLM2 names no imported checkpoint");
    assumeTrue(Files.isDirectory(DATA), "not run: no items of benchmarks in " + DATA);
    tokenizer = Tokenizer.load(Path.of(name));
    decoder = Decoder.load(Path.of(name), ComputeType.FLOAT32);
  }

  @AfterAll
  static void close() {
    if (decoder != null) {
      decoder.close();
      tokenizer.close();
    }
  }

  static Stream<MultipleChoiceTask> tasks() {
    return MultipleChoiceTask.ALL.stream();
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void twentyItemsAreEncodedAndScoredAsByTheReference(MultipleChoiceTask task) throws Exception {
    JsonNode expected = EXPECTED.path(task.name()).path("items");
    List<ChoiceItem> items =
        TaskFile.read(task, TaskFile.find(task, DATA)).subList(0, expected.size());

    List<ItemScore> scores =
        ScoreItems.run(
            MeasuredModel.of(decoder, tokenizer),
            tokenizer,
            items,
            Progress.silent().start("", 0, ""));

    for (ChoiceItem item : items) {
      assertThat(hash(EncodedItem.of(tokenizer, item).requests()))
          .as("token ids of item " + item.index())
          .isEqualTo(expected.path(item.index()).path("ids_sha256").textValue());
    }
    GoldenScores.check(task, scores, expected, 1e-2);
  }

  private static String hash(List<LogLikelihood.Request> requests) throws Exception {
    String text =
        requests.stream()
            .map(
                request ->
                    request.from()
                        + ":"
                        + Arrays.stream(request.ids())
                            .mapToObj(Integer::toString)
                            .collect(Collectors.joining(",")))
            .collect(Collectors.joining(";"));
    return HexFormat.of()
        .formatHex(
            MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
  }
}
