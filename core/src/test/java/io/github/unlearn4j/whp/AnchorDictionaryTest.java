package io.github.unlearn4j.whp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.unlearn4j.base.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnchorDictionaryTest {
  @TempDir Path folder;

  @Test
  void whatIsSavedIsLoadedAgain() {
    AnchorDictionary dictionary =
        new AnchorDictionary(
            List.of(
                new Anchor("Irene", AnchorKind.GIVEN_NAME_FEMALE, List.of("Clara"), 12, 3.5, true),
                new Anchor("No: #1\n\"x\" \u0085\u2028", AnchorKind.PHRASE, List.of(), 1, 0, false),
                Anchor.of("Café Noir’s", "Null", "42", "yes")));

    Path file = folder.resolve("anchors.yaml");
    dictionary.save(file);

    assertThat(AnchorDictionary.load(file)).isEqualTo(dictionary);
    assertThat(dictionary.kept()).extracting(Anchor::term).containsExactly("Irene", "Café Noir’s");
  }

  @Test
  void aLineByHandNeedsOnlyTermAndTranslations() throws IOException {
    Path file = write("anchors:\n- term: Baker Street\n  translations: [Mill Lane]\n");

    AnchorDictionary dictionary = AnchorDictionary.load(file);

    assertThat(dictionary.anchors()).containsExactly(Anchor.of("Baker Street", "Mill Lane"));
  }

  @Test
  void anUnknownKeyIsRefusedWithItsLine() throws IOException {
    Path file = write("anchors:\n- term: A1\n  translations: [B1]\n  keeep: true\n");

    assertThatThrownBy(() -> AnchorDictionary.load(file))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("line 4")
        .hasMessageContaining("unknown key 'keeep'")
        .hasMessageContaining("translations");
  }

  @Test
  void badValuesAreRefusedInOneLine() throws IOException {
    for (String bad :
        List.of(
            "anchors: [{term: '--', translations: [x]}]",
            "anchors: [{term: A, translations: []}]",
            "anchors: [{term: A, translations: ['?']}]",
            "anchors: [{term: A, kind: wizard, translations: [B]}]",
            "anchors: [{term: A, translations: [B]}, {term: A, translations: [C]}]",
            "anchors: [{term: A, translations: [B]}",
            "- nothing")) {
      Path file = write(bad);

      assertThatThrownBy(() -> AnchorDictionary.load(file))
          .as(bad)
          .isInstanceOf(UserError.class)
          .hasMessageContaining("anchors.yaml line 1")
          .hasMessageNotContaining("\n");
    }
  }

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("anchors.yaml"), text);
  }
}
