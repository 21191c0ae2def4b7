package io.github.unlearn4j.measure.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ItemFormsTest {
  private static ChoiceItem item(String task, String line) {
    return MultipleChoiceTask.named(task)
        .item(0, ItemFields.parse(Path.of("items.jsonl"), 1, line));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "arc_easy | {\"query\":\"Question: Why?\",\"choices\":[\"a\",\"b\"],\"gold\":1} |"
            + " {\"question\":\"Why?\",\"choices\":{\"text\":[\"a\",\"b\"],\"label\":[\"1\",\"2\"]},\"answerKey\":\"2\"}",
        "arc_challenge | {\"query\":\"Question: Why?\\n"
            + "Answer:\",\"choices\":[\"a\",\"b\"],\"gold\":1} |"
            + " {\"question\":\"Why?\",\"choices\":{\"text\":[\"a\",\"b\"],\"label\":[\"A\",\"B\"]},\"answerKey\":\"B\"}",
        "boolq | {\"query\":\"Passage: It is.\\n"
            + "Question: is it?\",\"choices\":[\"no\",\"yes\"],\"gold\":1} | {\"passage\":\"It"
            + " is.\",\"question\":\"is it\",\"label\":1}",
        "piqa | {\"query\":\"Question: Do it.\\n"
            + "\",\"choices\":[\"a\",\"b\"],\"gold\":0} | {\"goal\":\"Do"
            + " it.\",\"sol1\":\"a\",\"sol2\":\"b\",\"label\":0}",
        "openbookqa | {\"query\":\"It is\",\"choices\":[\"a\",\"b\"],\"gold\":1} |"
            + " {\"question_stem\":\"It"
            + " is\",\"choices\":{\"text\":[\"a\",\"b\"],\"label\":[\"A\",\"B\"]},\"answerKey\":\""
            + " B\"}",
        "hellaswag | {\"query\":\"Rowing: A man rows. He\",\"choices\":[\"a\",\"b\"],\"gold\":1} |"
            + " {\"activity_label\":\"Rowing\",\"ctx_a\":\"A man"
            + " rows.\",\"ctx_b\":\"HE\",\"endings\":[\"a\",\" b\"],\"label\":\"1\"}",
        "winogrande | {\"context_options\":[\"As Ann\",\"As"
            + " Bo\"],\"continuation\":\"ran.\",\"gold\":1} | {\"sentence\":\"As _ ran."
            + " \",\"option1\":\"Ann\",\"option2\":\"Bo\",\"answer\":\"2\"}",
      })
  void bothFormsOfAnItemMeanTheSame(String task, String local, String hub) {
    assertThat(item(task, local)).isEqualTo(item(task, hub));
  }

  @Test
  void theWholePromptOfEachKindIsTheHarnesss() {
    assertThat(item("boolq", "{\"passage\":\"P.\",\"question\":\"q\",\"label\":0}").choices())
        .containsExactly(
            new ChoiceItem.Choice("P.\nQuestion: q?\nAnswer:", "no"),
            new ChoiceItem.Choice("P.\nQuestion: q?\nAnswer:", "yes"));
    assertThat(
            item(
                    "winogrande",
                    "{\"sentence\":\"As _"
                        + " ran_.\",\"option1\":\"A\",\"option2\":\"B\",\"answer\":\"1\"}")
                .choices())
        .containsExactly(
            new ChoiceItem.Choice("As A", "ran_."), new ChoiceItem.Choice("As B", "ran_."));
  }

  @ParameterizedTest
  @CsvSource(
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        " a b , a b",
        "How to dig [title] Dig,How to dig. Dig",
        "a [step] b,a b",
        "a    b,a  b",
        "[header] A [substeps] b.,A b.",
        "[open,[open",
      })
  void cleaningIsTheReferencesStepForStep(String text, String expected) {
    // The first line's leading space is kept by the source, as white space to be stripped.
    assertThat(ItemForms.cleaned(text).strip()).isEqualTo(expected.strip());
  }

  @Test
  void capitalizingLowersAllTheRestWhateverTheMachinesLanguage() {
    assertThat(List.of("", "IT IS", "éÀ", "then Bo").stream().map(PythonText::capitalize))
        .containsExactly("", "It is", "Éà", "Then bo");
  }
}
