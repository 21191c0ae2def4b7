package io.github.unlearn4j.recipe;

import java.lang.reflect.Type;

/**
 * One setting of the recipe.
 *
 * @param name dotted: {@code reinforce.learning_rate}
 * @param type Java type of the value: a number, String, an enum, or a list of these
 * @param help one sentence
 * @param path whether the value names files or folders
 */
public record SettingKey(String name, Type type, String help, boolean path) {
  /** The part before the last dot; empty for a setting at the top. */
  public String section() {
    int dot = name.lastIndexOf('.');
    return dot < 0 ? "" : name.substring(0, dot);
  }

  /** Sections it stands in. */
  public int depth() {
    return (int) name.chars().filter(character -> character == '.').count();
  }

  /** The part behind the last dot. */
  public String leaf() {
    return name.substring(name.lastIndexOf('.') + 1);
  }
}
