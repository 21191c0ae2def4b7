package io.github.unlearn4j.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class TokenizerGoldenTest {
  static final List<String> names = GoldenTokenizers.ALL;

  @ParameterizedTest
  @FieldSource("names")
  void idsOfNastyStringsEqualThoseOfThePythonLibrary(String name) {
    Path folder = GoldenTokenizers.folder(name);

    try (Tokenizer tokenizer = Tokenizer.load(folder)) {
      check(tokenizer, GoldenTokenizers.cases(folder.resolve("expected.json")));
    }
  }

  @Test
  @Tag("real")
  void idsOfTheRealTokenizerEqualThoseOfThePythonLibrary() {
    String name = System.getenv("UNLEARN4J_SMOLLM2");
    Assumptions.assumeTrue(
        name != null && Files.exists(Path.of(name, "tokenizer.json")),
        "not run: UNLEARN4J_SMOLLM2 does not name an imported SmolLM2 folder");
    Path expected = GoldenTokenizers.folder("smollm2-expected.json");

    try (Tokenizer tokenizer = Tokenizer.load(Path.of(name))) {
      check(tokenizer, GoldenTokenizers.cases(expected));
    }
  }

  private static void check(Tokenizer tokenizer, List<GoldenTokenizers.Case> cases) {
    assertThat(cases).hasSizeGreaterThan(40);
    for (GoldenTokenizers.Case expected : cases) {
      String input = expected.input();

      Encoding plain = tokenizer.encode(input, false);
      Encoding withSpecials = tokenizer.encode(input, true);

      String shown = expected.text() + " × " + expected.times();
      assertThat(plain.ids())
          .as(shown)
          .containsExactly(GoldenTokenizers.Case.expand(expected.ids()));
      assertThat(withSpecials.ids())
          .as(shown)
          .containsExactly(GoldenTokenizers.Case.expand(expected.withSpecials()));
      assertThat(tokenizer.decode(plain.ids()))
          .as(shown)
          .isEqualTo(expected.decoded() == null ? WellFormed.of(input) : expected.decoded());
      assertTiles(input, plain);
      assertTiles(input, withSpecials);
    }
  }

  static void assertTiles(String text, Encoding encoding) {
    int end = 0;
    for (int i = 0; i < encoding.length(); i++) {
      assertThat(encoding.starts()[i]).isEqualTo(end);
      assertThat(encoding.ends()[i]).isGreaterThanOrEqualTo(end);
      end = encoding.ends()[i];
    }
    assertThat(end).as(text).isEqualTo(text.length());
  }
}
