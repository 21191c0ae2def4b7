package io.github.unlearn4j.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.unlearn4j.measure.CompletionPrompt;
import io.github.unlearn4j.measure.Familiarity.CompletionAnswer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SideBySideTest {
  @Test
  void showsThePromptsThatTheFirstModelAnswersWithANameOfTheTarget() {
    Map<String, List<CompletionAnswer>> models = new LinkedHashMap<>();
    models.put("before", List.of(answer("Who", "a man."), answer("Where", "In\nOx.", "Ox")));
    models.put("after", List.of(answer("Who", "a boy."), answer("Where", "at home.")));

    List<String> lines = SideBySide.of(models, 3);

    assertThat(lines)
        .containsExactly("Where …", "  before      In Ox.", "  after       at home.", "");
  }

  @Test
  void cutsALongCompletionBetweenTwoWords() {
    String completion = "word ".repeat(40);

    List<String> lines =
        SideBySide.of(Map.of("before", List.of(answer("Who", completion, "word"))), 1);

    assertThat(lines.get(1)).endsWith("word …").hasSizeLessThan(90);
  }

  private static CompletionAnswer answer(String prompt, String completion, String... names) {
    return new CompletionAnswer(
        new CompletionPrompt(prompt, List.of(), null, null, null), completion, List.of(names));
  }
}
