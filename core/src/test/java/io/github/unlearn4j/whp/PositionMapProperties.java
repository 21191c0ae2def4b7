package io.github.unlearn4j.whp;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.unlearn4j.text.Block;
import io.github.unlearn4j.text.Encoding;
import io.github.unlearn4j.text.GoldenTokenizers;
import io.github.unlearn4j.text.Tokenizer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Any text, any dictionary, a byte-level and a SentencePiece-style tokenizer. */
class PositionMapProperties {
  private static final Map<String, Tokenizer> TOKENIZERS =
      Stream.of(GoldenTokenizers.BYTE_LEVEL, GoldenTokenizers.SENTENCE_PIECE)
          .collect(Collectors.toMap(name -> name, GoldenTokenizers::load));

  private static final List<String> PIECES =
      List.of(
          "Ada",
          "Ada Moor",
          "Moor",
          "MOOR",
          "Moor's",
          "Moor’s",
          "the lamp",
          "Hog’s Head",
          "Élan",
          "😀lamp",
          "東京",
          " ",
          " ",
          " ",
          "\n",
          "  ",
          ", ",
          ". ",
          "“",
          "”",
          "\"",
          "—",
          "_",
          "fog",
          "went",
          "s",
          "😀",
          "é",
          "1893");

  /** A text, a window of its tokens, and a dictionary. */
  record Sample(String tokenizer, String text, double from, double to, List<Anchor> anchors) {
    Tokenizer loaded() {
      return TOKENIZERS.get(tokenizer);
    }

    /** The window as a block: it may begin and end within a word, an anchor or a character. */
    Block block() {
      Encoding all = loaded().encodePlain(text);
      int first = (int) (Math.min(from, to) * all.length());
      int end = Math.max(first, (int) Math.ceil(Math.max(from, to) * all.length()));
      int origin = first < all.length() ? all.starts()[first] : 0;
      int[] starts = Arrays.copyOfRange(all.starts(), first, end);
      int[] ends = Arrays.copyOfRange(all.ends(), first, end);
      for (int i = 0; i < starts.length; i++) {
        starts[i] -= origin;
        ends[i] -= origin;
      }
      int last = ends.length == 0 ? 0 : ends[ends.length - 1];
      return new Block(
          3,
          "text",
          text.substring(origin, origin + last),
          new Encoding(Arrays.copyOfRange(all.ids(), first, end), starts, ends));
    }

    BlockTranslation translation() {
      return new BlockTranslator(new AnchorDictionary(anchors), loaded(), 11).translate(block());
    }
  }

  @Provide
  Arbitrary<Sample> samples() {
    Arbitrary<String> anything = Arbitraries.strings().ofMaxLength(6);
    Arbitrary<String> piece =
        Arbitraries.frequencyOf(Tuple.of(9, Arbitraries.of(PIECES)), Tuple.of(1, anything));
    Arbitrary<String> text =
        piece.list().ofMaxSize(40).map(parts -> wellFormed(String.join("", parts)));
    Arbitrary<String> word =
        piece
            .list()
            .ofMinSize(1)
            .ofMaxSize(3)
            .map(parts -> wellFormed(String.join("", parts)))
            .filter(Anchor::hasWord);
    Arbitrary<List<Anchor>> anchors =
        Combinators.combine(word, word.list().ofMinSize(1).ofMaxSize(3))
            .as((term, standIns) -> Anchor.of(term, standIns.toArray(String[]::new)))
            .list()
            .ofMaxSize(8)
            .map(PositionMapProperties::distinct);
    Arbitrary<Double> place = Arbitraries.doubles().between(0, 1);
    return Combinators.combine(
            Arbitraries.of(TOKENIZERS.keySet().stream().sorted().toList()),
            text,
            place,
            place,
            anchors)
        .as(Sample::new);
  }

  private static List<Anchor> distinct(List<Anchor> anchors) {
    Map<String, Anchor> byTerm = new LinkedHashMap<>();
    anchors.forEach(anchor -> byTerm.putIfAbsent(anchor.term(), anchor));
    return List.copyOf(byTerm.values());
  }

  private static String wellFormed(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_16), StandardCharsets.UTF_16);
  }

  @Property(tries = 1000)
  void mappedTokensEndAtTheSamePlaceOfTheSharedText(@ForAll("samples") Sample sample) {
    BlockTranslation translation = sample.translation();
    int[] places = places(translation);
    int[] map = translation.map().translated();
    Encoding original = translation.block().tokens();

    int previous = -1;
    for (int i = 0; i < map.length; i++) {
      if (map[i] >= 0) {
        assertThat(map[i]).as("strictly rising").isGreaterThan(previous);
        previous = map[i];
        int end = original.ends()[i];
        assertThat(places[end]).as("position %d lies inside an anchor", i).isNotNegative();
        assertThat(translation.tokens().ends()[map[i]]).isEqualTo(places[end]);
        if (end == (i == 0 ? 0 : original.ends()[i - 1])) {
          assertThat(translation.tokens().ids()[map[i]])
              .as("part %d of a character goes to the same part", i)
              .isEqualTo(original.ids()[i]);
        }
      }
    }
    assertThat(map.length).isEqualTo(original.length());
  }

  @Property(tries = 1000)
  void noPositionIsLeftOutWithoutAReason(@ForAll("samples") Sample sample) {
    BlockTranslation translation = sample.translation();
    PositionMap map = translation.map();
    int[] places = places(translation);
    Encoding original = translation.block().tokens();
    Encoding translated = translation.tokens();
    int missing = 0;

    for (int i = 0; i < map.translated().length; i++) {
      boolean completes = original.ends()[i] > (i == 0 ? 0 : original.ends()[i - 1]);
      if (map.translated()[i] < 0) {
        missing++;
        int place = places[original.ends()[i]];
        boolean beforeRepeat = beforeRepeat(translation, i);
        boolean counterpart =
            completes
                && place > 0
                && Arrays.stream(translated.ends()).anyMatch(end -> end == place);
        assertThat(counterpart && !beforeRepeat).as("position %d could be trained", i).isFalse();
      } else {
        assertThat(beforeRepeat(translation, i)).as("position %d predicts a repeat", i).isFalse();
      }
    }
    assertThat(map.insideAnchors() + map.beforeRepeats() + map.otherEnds()).isEqualTo(missing);
  }

  @Property(tries = 500)
  void theTranslatedTokensAreThoseOfTheReplacedText(@ForAll("samples") Sample sample) {
    BlockTranslation translation = sample.translation();
    StringBuilder replaced = new StringBuilder(translation.block().text());
    translation
        .replacements()
        .reversed()
        .forEach(each -> replaced.replace(each.start(), each.end(), each.standIn()));

    assertThat(translation.text()).isEqualTo(replaced.toString());
    if (!translation.replacements().isEmpty()) {
      String decoded = sample.loaded().decode(translation.tokens().ids());
      assertThat(decoded.stripLeading()).isEqualTo(translation.text().stripLeading());
    }
  }

  @Property(tries = 300)
  void aDictionaryOfIdentitiesGivesTheIdentity(@ForAll("samples") Sample sample) {
    List<Anchor> same =
        sample.anchors().stream().map(anchor -> Anchor.of(anchor.term(), anchor.term())).toList();
    Sample identity =
        new Sample(sample.tokenizer(), sample.text(), sample.from(), sample.to(), same);

    BlockTranslation translation = identity.translation();

    int[] map = translation.map().translated();
    assertThat(map).isEqualTo(IntStream.range(0, map.length).toArray());
    assertThat(translation.forbidden().ids()).isEmpty();
  }

  /** For each place of the original its place in the translated text, or −1 inside an anchor. */
  private static int[] places(BlockTranslation translation) {
    int[] places = new int[translation.block().text().length() + 1];
    int shift = 0;
    int next = 0;
    List<Replacement> replacements = translation.replacements();
    for (int place = 0; place < places.length; place++) {
      while (next < replacements.size() && replacements.get(next).end() <= place) {
        shift += replacements.get(next).standIn().length();
        shift -= replacements.get(next).end() - replacements.get(next).start();
        next++;
      }
      boolean inside = next < replacements.size() && replacements.get(next).start() < place;
      places[place] = inside ? -1 : place + shift;
    }
    return places;
  }

  /** Does token {@code i + 1} hold the first character of an anchor seen before? */
  private static boolean beforeRepeat(BlockTranslation translation, int i) {
    Encoding tokens = translation.block().tokens();
    return translation.replacements().stream()
        .filter(Replacement::repeated)
        .anyMatch(
            each -> i + 1 < tokens.length() && PositionMap.tokenBefore(tokens, each.start()) == i);
  }
}
