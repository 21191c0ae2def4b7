package io.github.unlearn4j.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenizerFileTest {
  private static final String ADDED =
      """
      "added_tokens": [
        {"id": 6, "content": "<s>", "special": true, "lstrip": false},
        {"id": 1, "content": "renamed", "special": false}
      ]\
      """;

  @Test
  void aVocabularyOfPiecesAndIdsMayHaveHoles() throws JsonProcessingException {
    TokenizerFile file =
        TokenizerFile.parse(
            """
            {"version": "1.0", %s,
             "model": {"type": "BPE", "vocab": {"a": 0, "b": 1, "c": 4}, "merges": [["a", "b"]]}}\
            """
                .formatted(ADDED));

    assertThat(file.size()).isEqualTo(7);
    assertThat(file.pieces()).containsExactly("a", "renamed", null, null, "c", null, "<s>");
    assertThat(file.specials()).containsExactly("<s>");
    assertThat(file.id("c")).hasValue(4);
    assertThat(file.id("<s>")).hasValue(6);
    assertThat(file.id("d")).isEmpty();
  }

  @Test
  void aVocabularyOfPiecesAndScoresNumbersThemselves() throws JsonProcessingException {
    TokenizerFile file =
        TokenizerFile.parse(
            """
            {"model": {"unk_id": 0, "vocab": [["<unk>", 0.0], ["▁a", -1.5], ["b", -2]], "x": {}},
             %s}\
            """
                .formatted(ADDED));

    assertThat(file.size()).isEqualTo(7);
    assertThat(file.pieces()).containsExactly("<unk>", "renamed", "b", null, null, null, "<s>");
    assertThat(file.id("▁a")).hasValue(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"model\": {\"vocab\": \"none\"}}", "{\"model\": [{\"a\": 1}]}"})
  void withoutAVocabularyItIsEmpty(String json) throws JsonProcessingException {
    TokenizerFile file = TokenizerFile.parse(json);

    assertThat(file.size()).isZero();
    assertThat(file.pieces()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"model\": {\"vocab\": {\"a\": 0, ",
        "{\"model\": {\"vocab\": [[\"a\", ",
        "{\"model\": {\"vocab\": {\"a\": 12345678901}}}",
        "{\"added_tokens\": [{\"id\": "
      })
  void aDamagedFileIsRefused(String json) {
    assertThatThrownBy(() -> TokenizerFile.parse(json)).isInstanceOf(JsonProcessingException.class);
  }

  @Test
  void whatIsNoObjectIsRefused() {
    assertThatThrownBy(() -> TokenizerFile.parse("[1]"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("it holds no tokenizer");
  }
}
