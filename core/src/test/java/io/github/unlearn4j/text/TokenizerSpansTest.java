package io.github.unlearn4j.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenizerSpansTest {
  private static final List<Tokenizer> tokenizers = new ArrayList<>();

  @BeforeContainer
  static void load() {
    GoldenTokenizers.ALL.forEach(name -> tokenizers.add(GoldenTokenizers.load(name)));
  }

  @AfterContainer
  static void close() {
    tokenizers.forEach(Tokenizer::close);
  }

  @Property(tries = 300)
  void spansTileAnyJavaString(@ForAll String text) {
    for (Tokenizer tokenizer : tokenizers) {
      TokenizerGoldenTest.assertTiles(text, tokenizer.encode(text, false));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        GoldenTokenizers.BYTE_LEVEL,
        GoldenTokenizers.BYTE_LEVEL_NFC,
        GoldenTokenizers.SENTENCE_PIECE
      })
  void aLeadingSpaceBelongsToItsWord(String name) {
    try (Tokenizer tokenizer = GoldenTokenizers.load(name)) {
      String text = "the fog was the fog";

      List<String> words = texts(text, tokenizer.encode(text, false));

      assertThat(words).endsWith(" was", " the", " fog");
    }
  }

  @Test
  void theLastByteOfAnEmojiCarriesItsSpan() {
    try (Tokenizer tokenizer = GoldenTokenizers.load(GoldenTokenizers.BYTE_LEVEL)) {
      String text = "a😀b";

      Encoding encoding = tokenizer.encode(text, false);

      assertThat(texts(text, encoding)).containsExactly("a", "", "", "", "😀", "b");
      assertThat(encoding.ends()).containsExactly(1, 1, 1, 1, 3, 4);
    }
  }

  @Test
  void aByteThatBelongsToTwoCharactersEndsWithTheFirst() {
    // Space and first byte of the emoji in one token, as large vocabularies have it.
    Encoding encoding =
        TiledSpans.encoding(
            " 😀!",
            new long[] {1, 2, 3},
            spans(new int[] {0, 2}, new int[] {1, 2}, new int[] {2, 3}));

    assertThat(texts(" 😀!", encoding)).containsExactly(" ", "😀", "!");
  }

  @Test
  void tokensOfATemplateHaveAnEmptySpan() {
    try (Tokenizer tokenizer = GoldenTokenizers.load(GoldenTokenizers.SENTENCE_PIECE)) {
      Encoding encoding = tokenizer.encode("the fog", true);

      assertThat(encoding.ids()[0]).isEqualTo(tokenizer.beginOfText().orElseThrow());
      assertThat(encoding.starts()[0]).isZero();
      assertThat(encoding.ends()[0]).isZero();
    }
  }

  @Test
  void composedCharactersKeepTheSpanOfTheirParts() {
    try (Tokenizer tokenizer = GoldenTokenizers.load(GoldenTokenizers.BYTE_LEVEL_NFC)) {
      String text = "cafe\u0301!";

      Encoding encoding = tokenizer.encode(text, false);

      assertThat(tokenizer.decode(encoding.ids())).isEqualTo("caf\u00e9!");
      assertThat(texts(text, encoding)).endsWith("e\u0301", "!");
    }
  }

  static List<String> texts(String text, Encoding encoding) {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < encoding.length(); i++) {
      texts.add(text.substring(encoding.starts()[i], encoding.ends()[i]));
    }
    return texts;
  }

  private static ai.djl.huggingface.tokenizers.jni.CharSpan[] spans(int[]... pairs) {
    var spans = new ai.djl.huggingface.tokenizers.jni.CharSpan[pairs.length];
    for (int i = 0; i < pairs.length; i++) {
      spans[i] = new ai.djl.huggingface.tokenizers.jni.CharSpan(pairs[i][0], pairs[i][1]);
    }
    return spans;
  }
}
