package io.github.unlearn4j.measure.judge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JudgeReplyTest {
  @Test
  void theReasonIsWhatStandsBeforeTheGrade() {
    assertThat(JudgeReply.parse("Watson is named.\nIt shows the book.\n\nMODEL_FAMILIARITY: 3/3\n"))
        .contains(new Grade(3, "Watson is named. It shows the book."));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "MODEL_FAMILIARITY: 2/3",
        "**MODEL_FAMILIARITY: 2/3**",
        "**MODEL_FAMILIARITY:** 2 / 3.",
        "model_familiarity = 2",
        "`MODEL_FAMILIARITY`: `2/3`",
        "{\"grade\": 2}",
        "{\"MODEL_FAMILIARITY\": \"2/3\"}",
        "The line MODEL_FAMILIARITY: 0/3 would be too low. MODEL_FAMILIARITY: 2/3"
      })
  void aGradeIsReadHoweverItIsDecorated(String reply) {
    assertThat(JudgeReply.parse(reply)).map(Grade::value).contains(2);
  }

  @Test
  void jsonAmidProseGivesGradeAndReason() {
    String reply = "Sure! Here it is:\n```json\n{\"reason\": \"Names Holmes.\", \"grade\": 3}\n```";

    assertThat(JudgeReply.parse(reply + "\nAnything else?"))
        .contains(new Grade(3, "Names Holmes."));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "I cannot judge that.",
        "MODEL_FAMILIARITY: X/3",
        "MODEL_FAMILIARITY: 7/3",
        "MODEL_FAMILIARITY: -1/3",
        "MODEL_FAMILIARITY: 2.5/3",
        "MODEL_FAMILIARITY: 3/10",
        "{\"grade\": 4}",
        "{\"grade\": \"high\"}"
      })
  void whatIsNoGradeFromZeroToThreeIsNotReadAsOne(String reply) {
    assertThat(JudgeReply.parse(reply)).isEmpty();
  }
}
