package io.github.unlearn4j.measure.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.unlearn4j.base.Progress;
import io.github.unlearn4j.base.endpoint.Endpoint;
import io.github.unlearn4j.measure.CompletionPrompt;
import io.github.unlearn4j.measure.Familiarity.CompletionAnswer;
import io.github.unlearn4j.measure.JudgeSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The wire to a real server, whatever its model is worth as a judge. */
class RealJudgeTest {
  @TempDir Path folder;

  @Test
  void aRealServerAnswersEveryReplyIsCountedAndARepeatAsksNothing() {
    String url = System.getProperty("unlearn4j.endpoint", "");
    Assumptions.assumeTrue(
        !url.isEmpty(),
        "not run: give an endpoint as -Dunlearn4j.endpoint (and -Dunlearn4j.endpoint.model)");
    String model = System.getProperty("unlearn4j.endpoint.model", "default");
    JudgeSettings settings =
        new JudgeSettings(url, model, "UNLEARN4J_API_KEY", "the saga", 300, 1, 2, 60, 1);
    CompletionPrompt prompt = new CompletionPrompt("The lamp", List.of(), null, null, null);
    Map<String, List<CompletionAnswer>> answers =
        Map.of(
            "baseline",
            List.of(
                new CompletionAnswer(prompt, "of Sefka burned low.", List.of()),
                new CompletionAnswer(prompt, "stood on a table.", List.of())));

    JudgeReport first = grade(settings, answers);
    JudgeReport second = grade(settings, answers);

    JudgeScore score = first.models().get("baseline").familiarity();
    assertThat(score.n() + score.unreadable()).isEqualTo(2);
    assertThat(first.asked()).isEqualTo(3);
    assertThat(second.models()).isEqualTo(first.models());
    // A reply that says nothing at all is asked for again.
    assertThat(second.asked())
        .isEqualTo((int) first.completions().stream().filter(RealJudgeTest::isBlank).count());
  }

  private JudgeReport grade(JudgeSettings settings, Map<String, List<CompletionAnswer>> answers) {
    return new Judge(
            settings,
            Endpoint.of(settings.asked(), System.getenv()::get),
            folder.resolve("replies.jsonl"))
        .grade(answers, List.of("Sefka"), Progress.silent());
  }

  private static boolean isBlank(JudgedCompletion completion) {
    return completion.reply() != null && completion.reply().isBlank();
  }
}
