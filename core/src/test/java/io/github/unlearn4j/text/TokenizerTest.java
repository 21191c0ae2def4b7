package io.github.unlearn4j.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.unlearn4j.base.ExitCode;
import io.github.unlearn4j.base.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenizerTest {
  @TempDir Path folder;

  @Test
  void aFolderWithoutATokenizerIsNamed() {
    assertThatThrownBy(() -> Tokenizer.load(folder))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("no tokenizer.json in " + folder);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "null", "{}", "{\"model\":{\"type\":\"Alien\"}}", "\0\0"})
  void aBrokenTokenizerIsOneClearLine(String content) throws IOException {
    Files.writeString(folder.resolve("tokenizer.json"), content);

    assertThatThrownBy(() -> Tokenizer.load(folder))
        .isInstanceOfSatisfying(
            UserError.class, error -> assertThat(error.exitCode()).isEqualTo(ExitCode.BAD_INPUT))
        .hasMessageContaining("tokenizer.json")
        .message()
        .doesNotContain("\n");
  }

  @Test
  void theVocabularyCountsAddedTokens() {
    try (Tokenizer byteLevel = GoldenTokenizers.load(GoldenTokenizers.BYTE_LEVEL);
        Tokenizer nfc = GoldenTokenizers.load(GoldenTokenizers.BYTE_LEVEL_NFC);
        Tokenizer sentencePiece = GoldenTokenizers.load(GoldenTokenizers.SENTENCE_PIECE)) {
      assertThat(byteLevel.vocabularySize()).isEqualTo(420);
      assertThat(nfc.vocabularySize()).isEqualTo(403);
      assertThat(nfc.piece(402)).isEqualTo("<think>");
      assertThat(sentencePiece.vocabularySize()).isEqualTo(592);
      assertThat(sentencePiece.piece(592)).isEqualTo("<592>");
    }
  }

  @Test
  void theTokenizerSettingsNameBeginAndEnd() {
    try (Tokenizer tokenizer = GoldenTokenizers.load(GoldenTokenizers.BYTE_LEVEL)) {
      assertThat(tokenizer.piece(tokenizer.beginOfText().orElseThrow())).isEqualTo("<|im_start|>");
      assertThat(tokenizer.piece(tokenizer.endOfText().orElseThrow())).isEqualTo("<|im_end|>");
      assertThat(tokenizer.id("<|im_end|>")).isEqualTo(tokenizer.endOfText());
      assertThat(tokenizer.stopIds()).containsExactly(tokenizer.endOfText().orElseThrow());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '~',
      value = {
        "{'bos_token':null,'eos_token':'<|im_end|>'}  ; {'eos_token_id':[7,9]}  ; -1  ; 2  ; 2 7 9",
        "                                             ; {'eos_token_id':[7,9]}  ; 5   ; 7  ; 7 9",
        "                                             ; {'bos_token_id':3}      ; 3   ; 6  ; 6",
        "{}                                           ; {'eos_token_id':8}      ; -1  ; 8  ; 8",
      })
  void namesComeBeforeNumbers(String names, String generation, int begin, int end, String stops)
      throws IOException {
    Files.copy(
        GoldenTokenizers.folder(GoldenTokenizers.BYTE_LEVEL).resolve("tokenizer.json"),
        folder.resolve("tokenizer.json"));
    if (names != null) {
      Files.writeString(folder.resolve("tokenizer_config.json"), names.replace('\'', '"'));
    }
    Files.writeString(folder.resolve("generation_config.json"), generation.replace('\'', '"'));
    Files.writeString(folder.resolve("config.json"), "{\"bos_token_id\":5,\"eos_token_id\":6}");

    try (Tokenizer tokenizer = Tokenizer.load(folder)) {
      assertThat(tokenizer.beginOfText())
          .isEqualTo(begin < 0 ? OptionalInt.empty() : OptionalInt.of(begin));
      assertThat(tokenizer.endOfText()).hasValue(end);
      assertThat(tokenizer.stopIds())
          .containsExactly(
              java.util.Arrays.stream(stops.split(" ")).mapToInt(Integer::parseInt).toArray());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        GoldenTokenizers.BYTE_LEVEL,
        GoldenTokenizers.BYTE_LEVEL_NFC,
        GoldenTokenizers.SENTENCE_PIECE
      })
  void plainTextNeverHoldsASpecialToken(String name) {
    try (Tokenizer tokenizer = GoldenTokenizers.load(name)) {
      String text = "the <s> fog<|im_end|> </s><|endoftext|>";

      int[] plain = tokenizer.encodePlain(text).ids();
      int[] parsed = tokenizer.encode(text, false).ids();

      assertThat(tokenizer.decode(plain)).isEqualTo(text);
      assertThat(tokenizer.decode(parsed)).isNotEqualTo(text);
      assertThat(tokenizer.encodePlain("the fog").ids())
          .containsExactly(tokenizer.encode("the fog", false).ids());
    }
  }

  @Test
  void aClosedTokenizerSaysSo() {
    Tokenizer tokenizer = GoldenTokenizers.load(GoldenTokenizers.BYTE_LEVEL);
    tokenizer.close();
    tokenizer.close();

    assertThatThrownBy(() -> tokenizer.encode("x", false)).hasMessageContaining("closed");
  }
}
