package io.github.unlearn4j.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class TokenStreamTest {
  static final List<String> names = GoldenTokenizers.ALL;

  @ParameterizedTest
  @FieldSource("names")
  void thePartsJoinToTheWholeAndNeverShowHalfACharacter(String name) {
    try (Tokenizer tokenizer = GoldenTokenizers.load(name)) {
      String text = "The fog 😀 was\n  polite: 漢字 €2, 👩‍👩‍👧 and שלום.";
      TokenStream stream = new TokenStream(tokenizer);
      List<String> parts = new ArrayList<>();

      for (int id : tokenizer.encode(text, false).ids()) {
        parts.add(stream.next(id));
      }

      assertThat(String.join("", parts)).isEqualTo(text);
      assertThat(parts).noneMatch(part -> part.contains("\uFFFD"));
      assertThat(stream.finish()).isEmpty();
    }
  }

  @ParameterizedTest
  @FieldSource("names")
  void anEmojiThatNeverEndsIsShownAtTheEnd(String name) {
    try (Tokenizer tokenizer = GoldenTokenizers.load(name)) {
      int[] ids = tokenizer.encode("fog😀", false).ids();
      TokenStream stream = new TokenStream(tokenizer);
      StringBuilder given = new StringBuilder();

      for (int i = 0; i < ids.length - 1; i++) {
        given.append(stream.next(ids[i]));
      }

      assertThat(given).hasToString("fog");
      assertThat(stream.finish()).matches("\uFFFD+");
    }
  }
}
