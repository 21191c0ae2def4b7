package io.github.unlearn4j.measure.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.unlearn4j.base.Json;
import io.github.unlearn4j.base.Progress;
import io.github.unlearn4j.measure.MeasuredModel;
import io.github.unlearn4j.model.ComputeType;
import io.github.unlearn4j.model.Decoder;
import io.github.unlearn4j.model.Golden;
import io.github.unlearn4j.model.LogLikelihood;
import io.github.unlearn4j.text.Tokenizer;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A few items of every task in both forms, against lm-evaluation-harness on the same model. */
class GoldenTasksTest {
  private static final Path FOLDER = Golden.folder("tasks");
  private static final JsonNode EXPECTED = Json.read(FOLDER.resolve("own.json"));
  private static final Progress.Task NO_TASK = Progress.silent().start("", 0, "");
  private static Tokenizer tokenizer;
  private static Decoder decoder;

  @BeforeAll
  static void load() {
    tokenizer = Tokenizer.load(FOLDER.resolve("tiny"));
    decoder = Decoder.load(Golden.family("llama"), ComputeType.FLOAT32);
  }

  @AfterAll
  static void close() {
    decoder.close();
    tokenizer.close();
  }

  static Stream<MultipleChoiceTask> tasks() {
    return MultipleChoiceTask.ALL.stream();
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void everyChoiceIsEncodedAsTheReferenceEncodesIt(MultipleChoiceTask task) {
    List<ChoiceItem> items = items(task);

    JsonNode expected = EXPECTED.path(task.name()).path("items");
    assertThat(items).hasSize(expected.size());
    for (ChoiceItem item : items) {
      JsonNode row = expected.path(item.index());
      List<LogLikelihood.Request> requests = EncodedItem.of(tokenizer, item).requests();
      assertThat(requests).hasSize(row.path("ids").size());
      for (int choice = 0; choice < requests.size(); choice++) {
        assertThat(requests.get(choice).ids())
            .as("item %d, choice %d", item.index(), choice)
            .isEqualTo(Json.json().convertValue(row.path("ids").path(choice), int[].class));
        assertThat(requests.get(choice).from())
            .isEqualTo(row.path("start").path(choice).intValue());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void logLikelihoodsPicksAndMetricsAreTheReferences(MultipleChoiceTask task) {
    List<ChoiceItem> items = items(task);

    List<ItemScore> scores =
        ScoreItems.run(MeasuredModel.of(decoder, tokenizer), tokenizer, items, NO_TASK);

    JsonNode expected = EXPECTED.path(task.name());
    GoldenScores.check(task, scores, expected.path("items"), 1e-3);
    new TaskScore(task, items.size(), scores)
        .metrics()
        .forEach(
            (key, value) ->
                assertThat(value)
                    .as(key)
                    .isCloseTo(expected.path("metrics").path(key).doubleValue(), within(1e-9)));
  }

  private static List<ChoiceItem> items(MultipleChoiceTask task) {
    return TaskFile.read(task, TaskFile.find(task, FOLDER.resolve("own")));
  }
}
