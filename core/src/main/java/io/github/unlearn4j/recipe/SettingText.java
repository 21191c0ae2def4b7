package io.github.unlearn4j.recipe;

import io.github.unlearn4j.base.NearestName;
import io.github.unlearn4j.base.UserError;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Setting values to text and back: what stands in YAML and on the command line. */
final class SettingText {
  private SettingText() {}

  static boolean isList(SettingKey key) {
    return key.type() instanceof ParameterizedType;
  }

  /** Reads one value, or one entry of a list. */
  static Object parse(SettingKey key, String text) {
    Type type = key.type() instanceof ParameterizedType list ? elementType(list) : key.type();
    try {
      if (type == String.class) {
        return text;
      } else if (type == int.class) {
        return Integer.parseInt(text);
      } else if (type == long.class) {
        return Long.parseLong(text);
      } else if (type == double.class || type == Double.class) {
        return finite(text);
      } else if (type == boolean.class) {
        return truth(text);
      } else if (type instanceof Class<?> c && c.isEnum()) {
        return constant(key, c, text);
      }
    } catch (IllegalArgumentException notOfThisType) {
      throw UserError.badSetting(
          "%s is \"%s\" but must be %s".formatted(key.name(), text, typeName(type)));
    }
    throw new IllegalStateException(key.name() + ": no way to read a " + type);
  }

  /** A value as a person would write it. */
  static String print(Object value) {
    return switch (value) {
      case Enum<?> constant -> name(constant);
      case Double number when number == Math.rint(number) && Math.abs(number) < 1e9 ->
          Long.toString(number.longValue());
      case Double number -> number.toString().replace("E", "e");
      default -> value.toString();
    };
  }

  /** What a value may be, in words. */
  static String typeName(Type type) {
    if (type instanceof ParameterizedType list) {
      return "a list, each entry " + typeName(elementType(list));
    } else if (type == int.class || type == long.class) {
      return "a whole number";
    } else if (type == double.class || type == Double.class) {
      return "a number";
    } else if (type == boolean.class) {
      return "true or false";
    }
    return "text";
  }

  private static Type elementType(ParameterizedType list) {
    return list.getActualTypeArguments()[0];
  }

  private static double finite(String text) {
    double number = Double.parseDouble(text);
    if (!Double.isFinite(number)) {
      throw new NumberFormatException(text);
    }
    return number;
  }

  private static boolean truth(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException(text);
    };
  }

  private static Object constant(SettingKey key, Class<?> type, String text) {
    String wanted = text.toLowerCase(Locale.ROOT).replace('_', '-');
    List<Enum<?>> constants =
        Arrays.stream(type.getEnumConstants())
            .<Enum<?>>map(constant -> (Enum<?>) constant)
            .toList();
    for (Enum<?> constant : constants) {
      if (name(constant).equals(wanted)) {
        return constant;
      }
    }
    List<String> names = constants.stream().map(SettingText::name).toList();
    throw UserError.badSetting(
        "%s is \"%s\" but must be one of %s%s"
            .formatted(
                key.name(),
                text,
                String.join(", ", names),
                NearestName.of(wanted, names).map("; did you mean %s?"::formatted).orElse("")));
  }

  private static String name(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
