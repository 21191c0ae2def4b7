package io.github.unlearn4j.run.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.unlearn4j.measure.judge.Agreement;
import io.github.unlearn4j.measure.judge.Grade;
import io.github.unlearn4j.measure.judge.JudgeReport;
import io.github.unlearn4j.measure.judge.JudgeScore;
import io.github.unlearn4j.measure.judge.JudgedCompletion;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JudgePartTest {
  private static JudgeReport report(Agreement agreement, String reason) {
    Map<String, JudgeReport.Halves> models = new LinkedHashMap<>();
    JudgeScore before = new JudgeScore(1.25, 0.375, List.of(1, 2, 0, 1), 4, 1);
    JudgeScore after = new JudgeScore(null, null, List.of(0, 0, 0, 0), 0, 5);
    models.put("baseline", new JudgeReport.Halves(before, before));
    models.put("unlearned", new JudgeReport.Halves(after, after));
    JudgedCompletion example =
        new JudgedCompletion(
            "baseline", "Who", null, "Sefka", List.of(), new Grade(3, reason), null, null, false);
    return new JudgeReport("judge-1", "", 1, "", models, agreement, 5, 1, List.of(example));
  }

  @Test
  void scoresGradesAndWhatCouldNotBeReadStandInATable() {
    String html = new JudgePart(report(null, "names her")).html();

    assertThat(html)
        .contains(
            "baseline</th><td>1.250 ± 0.375</td><td>1</td><td>0</td><td>2</td><td>1</td><td>1</td>")
        .contains("unlearned</th><td>–</td>", "<td>5</td>", "names her")
        .doesNotContain("second time");
  }

  @Test
  void aJudgeWhoseRepliesAreMostlyNoGradesIsWarnedOf() {
    assertThat(new JudgePart(report(null, "")).html()).contains("Most replies of the judge");

    JudgeScore read = new JudgeScore(1.25, 0.375, List.of(1, 2, 0, 1), 4, 4);
    JudgeReport readable =
        new JudgeReport(
            "judge-1",
            "",
            1,
            "",
            Map.of("baseline", new JudgeReport.Halves(read, read)),
            null,
            8,
            1,
            List.of());
    assertThat(new JudgePart(readable).html()).doesNotContain("Most replies");
  }

  @Test
  void agreementIsSaidInASentence() {
    assertThat(new JudgePart(report(new Agreement(20, 0.85, 0.61, 2), "")).html())
        .contains("same grade to 85 % of 20 completions (Cohen’s κ 0.61)");
    assertThat(new JudgePart(report(new Agreement(3, 1.0, null, 0), "")).html())
        .contains("κ means nothing");
    assertThat(new JudgePart(report(new Agreement(0, null, null, 3), "")).html())
        .contains("3 completions were graded twice, none readably");
  }

  @Test
  void whateverAJudgeSaysNeverBecomesMarkup() {
    assertThat(new JudgePart(report(null, "<script>alert(1)</script>")).html())
        .doesNotContain("<script")
        .contains("&lt;script&gt;");
    assertThat(JudgePart.NONE.html()).isEmpty();
  }
}
