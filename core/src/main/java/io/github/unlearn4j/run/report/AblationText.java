package io.github.unlearn4j.run.report;

import io.github.unlearn4j.measure.ablation.AblationRow;
import io.github.unlearn4j.measure.ablation.AblationRow.State;
import java.util.function.Function;

/** The numbers of an ablation as a person reads them. */
public final class AblationText {
  private AblationText() {}

  /** A dash where there is none. */
  public static String of(Double number) {
    return number == null ? "–" : Digits.of(number);
  }

  /** A number of a variant's end. */
  public static String atEnd(AblationRow row, Function<State, Double> number) {
    return row.end() == null ? "–" : of(number.apply(row.end()));
  }

  /** 5 rather than 5.000. */
  public static String alpha(AblationRow row) {
    return row.alpha() == null ? "–" : "%s".formatted(row.alpha()).replaceFirst("\\.0$", "");
  }

  /** Steps that were made and measured, of the steps planned. */
  public static String steps(AblationRow row) {
    int made = row.end() == null ? 0 : row.end().step();
    return made == row.plannedSteps()
        ? Integer.toString(made)
        : "%d of %d".formatted(made, row.plannedSteps());
  }

  /** What is left of familiarity where most is forgotten within the harm allowed, and where. */
  public static String equalHarm(AblationRow row) {
    return row.equalHarm() == null
        ? "never within"
        : of(row.equalHarm().familiarityRatio()) + atStep(row);
  }

  /** Which step that is, if there is more than one. */
  static String atStep(AblationRow row) {
    return row.plannedSteps() == 0 ? "" : " at step " + row.equalHarm().step();
  }
}
