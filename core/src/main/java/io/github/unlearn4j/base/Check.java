package io.github.unlearn4j.base;

/** Range checks of settings; the message names the key, the value and the range. */
public final class Check {
  private Check() {}

  public static void atLeast(String key, double value, double minimum) {
    if (!(value >= minimum)) {
      throw UserError.badSetting(
          "%s is %s but must be at least %s".formatted(key, plain(value), plain(minimum)));
    }
  }

  public static void above(String key, double value, double bound) {
    if (!(value > bound)) {
      throw UserError.badSetting(
          "%s is %s but must be above %s".formatted(key, plain(value), plain(bound)));
    }
  }

  public static void between(String key, double value, double minimum, double maximum) {
    if (!(value >= minimum && value <= maximum)) {
      throw UserError.badSetting(
          "%s is %s but must lie between %s and %s"
              .formatted(key, plain(value), plain(minimum), plain(maximum)));
    }
  }

  private static String plain(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e9
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}
