package io.github.unlearn4j.recipe;

import io.github.unlearn4j.base.Setting;
import io.github.unlearn4j.base.UserError;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A record of records seen as dotted keys and values, and back. A component {@code learningRate} of
 * the component {@code reinforce} is the key {@code reinforce.learning_rate}.
 */
public final class SettingTree {
  private SettingTree() {}

  /** Every setting below a record type, in the order of declaration. */
  public static List<SettingKey> keys(Class<? extends Record> type) {
    List<SettingKey> keys = new ArrayList<>();
    collectKeys("", type, keys);
    return List.copyOf(keys);
  }

  /** Every setting of a record by its key, in the order of declaration. */
  public static Map<String, Object> flatten(Record root) {
    Map<String, Object> values = new LinkedHashMap<>();
    collectValues("", root, values);
    return values;
  }

  /**
   * The record that has these values.
   *
   * @throws UserError with the whole key in front when a record's constructor refuses a value
   */
  public static <R extends Record> R build(Class<R> type, Map<String, ?> values) {
    return type.cast(construct("", type, values));
  }

  private static void collectKeys(
      String prefix, Class<? extends Record> type, List<SettingKey> keys) {
    for (RecordComponent component : type.getRecordComponents()) {
      String name = prefix + snakeCase(component.getName());
      if (component.getType().isRecord()) {
        collectKeys(name + ".", component.getType().asSubclass(Record.class), keys);
        continue;
      }
      Setting setting = component.getAnnotation(Setting.class);
      if (setting == null) {
        throw new IllegalStateException(name + " lacks its @Setting");
      }
      keys.add(new SettingKey(name, component.getGenericType(), setting.value(), setting.path()));
    }
  }

  private static void collectValues(String prefix, Record record, Map<String, Object> values) {
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      String name = prefix + snakeCase(component.getName());
      Object value = read(component, record);
      if (value instanceof Record inner) {
        collectValues(name + ".", inner, values);
      } else {
        values.put(name, value);
      }
    }
  }

  private static Object read(RecordComponent component, Record record) {
    try {
      return component.getAccessor().invoke(record);
    } catch (ReflectiveOperationException problem) {
      throw new IllegalStateException(problem);
    }
  }

  private static Object construct(String prefix, Class<?> type, Map<String, ?> values) {
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types = new Class<?>[components.length];
    Object[] arguments = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      String name = prefix + snakeCase(components[i].getName());
      types[i] = components[i].getType();
      arguments[i] =
          types[i].isRecord() ? construct(name + ".", types[i], values) : values.get(name);
    }
    try {
      return type.getDeclaredConstructor(types).newInstance(arguments);
    } catch (InvocationTargetException refused) {
      throw withWholeKey(prefix, refused.getCause());
    } catch (ReflectiveOperationException problem) {
      throw new IllegalStateException(problem);
    }
  }

  /** A record used in two places knows only its own part of the key. */
  private static RuntimeException withWholeKey(String prefix, Throwable cause) {
    if (cause instanceof UserError error) {
      return error.getMessage().startsWith(prefix)
          ? error
          : new UserError(error.exitCode(), prefix + error.getMessage());
    }
    throw new IllegalStateException(cause);
  }

  private static String snakeCase(String camelCase) {
    return camelCase.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
  }
}
