package io.github.unlearn4j.recipe;

import java.nio.file.Path;
import java.util.List;

/**
 * One setting as somebody wrote it.
 *
 * @param key the dotted key
 * @param texts the value; several for a list
 * @param list whether it was written as a list
 * @param where for messages: {@code recipe.yaml:7} or {@code --set}
 * @param folder what a relative path starts from
 */
record SettingSource(String key, List<String> texts, boolean list, String where, Path folder) {
  static SettingSource flag(String key, List<String> texts, String where) {
    return new SettingSource(key, texts, true, where, Path.of("").toAbsolutePath());
  }
}
