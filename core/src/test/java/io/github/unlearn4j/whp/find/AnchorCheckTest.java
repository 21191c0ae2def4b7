package io.github.unlearn4j.whp.find;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.unlearn4j.whp.Anchor;
import io.github.unlearn4j.whp.AnchorDictionary;
import io.github.unlearn4j.whp.find.Warning.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnchorCheckTest {
  private static final String TARGET =
      "Ottoline Vane met Roderick at Vane Hall. Roderick wept, and Ottoline laughed at the forest.";
  private static final String RETAIN = "In the forest the forest is dark, and nobody wept.";

  private static List<Warning> check(Anchor... anchors) {
    return AnchorCheck.of(new AnchorDictionary(List.of(anchors)), TARGET, RETAIN);
  }

  @Test
  void aSoundDictionaryGivesNoWarning() {
    assertThat(check(Anchor.of("Ottoline", "Charlotte"), Anchor.of("Roderick", "Samuel")))
        .isEmpty();
  }

  @Test
  void twoTermsWithOneStandInCollideWhateverTheirCapitals() {
    List<Warning> warnings =
        check(Anchor.of("Ottoline", "Charlotte"), Anchor.of("Roderick", "charlotte"));

    assertThat(warnings).extracting(Warning::kind).containsExactly(Kind.COLLISION);
    assertThat(warnings.getFirst().message()).contains("Ottoline", "Roderick", "charlotte");
  }

  @Test
  void aStandInThatTheTargetHoldsIsNamedWithItsCount() {
    List<Warning> warnings = check(Anchor.of("Ottoline", "Roderick"));

    assertThat(warnings).extracting(Warning::kind).containsExactly(Kind.IN_TARGET);
    assertThat(warnings.getFirst().message()).contains("2 times");
  }

  @Test
  void aStandInThatIsNearlyItsTermIsNamed() {
    assertThat(check(Anchor.of("Ottoline", "Ottilie")))
        .extracting(Warning::kind)
        .containsExactly(Kind.LOOKS_LIKE_TARGET);
    assertThat(check(Anchor.of("Vane", "Vance")))
        .extracting(Warning::kind)
        .containsExactly(Kind.LOOKS_LIKE_TARGET);
  }

  @Test
  void anOrdinaryWordMayStandInTermAndStandIn() {
    assertThat(check(Anchor.of("Dark Forest", "Green Forest"), Anchor.of("Vane", "Mercer")))
        .extracting(Warning::kind)
        .containsExactly(Kind.ABSENT);
  }

  @Test
  void aTermInsideAnotherMustHaveItsStandInInsideTheOthers() {
    Anchor inner = Anchor.of("Vane", "Cole");

    assertThat(check(inner, Anchor.of("Vane Hall", "Cole Hall"))).isEmpty();
    assertThat(check(inner, Anchor.of("Vane Hall", "Mercer Hall")))
        .extracting(Warning::kind)
        .containsExactly(Kind.SUBSTRING);
  }

  @Test
  void aWordThatTheRetainTextUsesAsMuchIsOrdinary() {
    assertThat(check(Anchor.of("forest", "meadow"), Anchor.of("Roderick", "Samuel")))
        .extracting(Warning::kind, Warning::term)
        .containsExactly(tuple(Kind.ORDINARY, "forest"));
  }

  @Test
  void aTermThatTheTargetLacksIsNamed() {
    assertThat(check(Anchor.of("Pemmican", "Cole"), Anchor.of("Vane", "Mercer")))
        .extracting(Warning::kind)
        .containsExactly(Kind.ABSENT);
  }

  @Test
  void aDictionaryThatTouchesLittleOfTheTargetIsTooSmall() {
    String longer = TARGET + " It rained.".repeat(300);
    AnchorDictionary one = new AnchorDictionary(List.of(Anchor.of("Vane", "Mercer")));

    assertThat(AnchorCheck.of(one, longer, RETAIN))
        .extracting(Warning::kind)
        .containsExactly(Kind.LITTLE_COVERED);
  }

  @Test
  void anchorsThatAreNotKeptAreNotChecked() {
    Anchor dropped =
        new Anchor(
            "forest", io.github.unlearn4j.whp.AnchorKind.OTHER, List.of("forests"), 0, 0, false);

    assertThat(check(dropped, Anchor.of("Roderick", "Samuel"))).isEmpty();
  }
}
