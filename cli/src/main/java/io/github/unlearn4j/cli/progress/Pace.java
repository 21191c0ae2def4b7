package io.github.unlearn4j.cli.progress;

import java.time.Duration;
import java.util.Locale;

/** Speed and remaining time of a task, in words. */
final class Pace {
  private final long total;
  private final String unit;
  private final long start = System.nanoTime();
  private long done;

  /**
   * @param total −1: not known
   */
  Pace(long total, String unit) {
    this.total = total;
    this.unit = unit;
  }

  void advance(long units) {
    done += units;
  }

  long done() {
    return done;
  }

  double seconds() {
    return (System.nanoTime() - start) / 1e9;
  }

  double perSecond() {
    return done / Math.max(1e-9, seconds());
  }

  /** "34%, 1,200 of 3,500 tokens, 410 tokens/s, 0:05 left". */
  String inWords() {
    String share =
        total > 0
            ? "%d%%, %s of %s %s".formatted(done * 100 / total, amount(done), amount(total), unit)
            : "%s %s".formatted(amount(done), unit);
    String speed = done > 0 ? ", %s %s/s".formatted(amount(perSecond()), unit) : "";
    String left =
        total > 0 && done > 0 ? ", %s left".formatted(clock((total - done) / perSecond())) : "";
    return share + speed + left;
  }

  /** "410 tokens/s, 0:05 left". */
  String inShort() {
    String speed = done > 0 ? "%s %s/s".formatted(amount(perSecond()), unit) : "";
    return total > 0 && done > 0
        ? speed + ", %s left".formatted(clock((total - done) / perSecond()))
        : speed;
  }

  /** "3,500 tokens in 0:08, 410 tokens/s". */
  String inTheEnd() {
    return "%s %s in %s%s"
        .formatted(
            amount(done),
            unit,
            clock(seconds()),
            done > 0 && seconds() >= 1 ? ", %s %s/s".formatted(amount(perSecond()), unit) : "");
  }

  static String amount(double number) {
    return number < 10 && number != Math.rint(number)
        ? String.format(Locale.ROOT, "%.1f", number)
        : String.format(Locale.ROOT, "%,d", Math.round(number));
  }

  static String clock(double seconds) {
    Duration time = Duration.ofSeconds(Math.round(Math.max(0, seconds)));
    return time.toHours() > 0
        ? "%d:%02d:%02d".formatted(time.toHours(), time.toMinutesPart(), time.toSecondsPart())
        : "%d:%02d".formatted(time.toMinutes(), time.toSecondsPart());
  }
}
