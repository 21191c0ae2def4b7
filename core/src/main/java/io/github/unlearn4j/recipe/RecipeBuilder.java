package io.github.unlearn4j.recipe;

import io.github.unlearn4j.base.NearestName;
import io.github.unlearn4j.base.UserError;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Puts a recipe together: the preset's defaults, then a file, then flags, the last one wins. */
public final class RecipeBuilder {
  private static final Map<String, SettingKey> KEYS =
      SettingTree.keys(Recipe.class).stream()
          .collect(
              Collectors.toMap(
                  SettingKey::name, key -> key, (one, other) -> one, LinkedHashMap::new));

  private final List<SettingSource> sources = new ArrayList<>();

  /** Adds what a YAML file says; relative paths in it start from its folder. */
  public RecipeBuilder file(Path file) {
    sources.addAll(RecipeFile.read(file));
    return this;
  }

  /** Adds a flag's value (several for a list); relative paths start from the working folder. */
  public RecipeBuilder flag(String flag, String key, List<String> values) {
    sources.add(SettingSource.flag(key, values, flag));
    return this;
  }

  /** Adds {@code key=value}, as behind {@code --set}. */
  public RecipeBuilder set(String assignment) {
    int equals = assignment.indexOf('=');
    if (equals <= 0) {
      throw UserError.badSetting(
          "--set takes key=value, not \"%s\"; for example --set finetune.epochs=3"
              .formatted(assignment));
    }
    String where = "--set " + assignment;
    SettingKey key = key(assignment.substring(0, equals).strip(), where);
    String text = assignment.substring(equals + 1).strip();
    List<String> texts = List.of(text);
    if (SettingText.isList(key)) {
      texts =
          text.startsWith("[")
              ? RecipeFile.readList(key, text)
              : text.isEmpty() ? List.of() : List.of(text.split("\\s*,\\s*"));
    }
    return flag(where, key.name(), texts);
  }

  /**
   * The recipe.
   *
   * @throws UserError for an unknown key, a value of the wrong type or out of range; the message
   *     says where it stands
   */
  public Recipe build() {
    Map<String, String> where = new HashMap<>();
    Map<String, Object> given = new LinkedHashMap<>();
    for (SettingSource source : sources) {
      SettingKey key = key(source.key(), source.where());
      given.put(key.name(), convert(key, source));
      where.put(key.name(), source.where());
    }
    Preset preset = (Preset) given.getOrDefault("preset", Preset.SMALL);
    Map<String, Object> values = SettingTree.flatten(preset.recipe());
    values.putAll(given);
    try {
      return SettingTree.build(Recipe.class, values);
    } catch (UserError refused) {
      String key = refused.getMessage().split("[ :]", 2)[0];
      throw where.containsKey(key) ? located(where.get(key), refused) : refused;
    }
  }

  private static SettingKey key(String name, String where) {
    SettingKey key = KEYS.get(name);
    if (key != null) {
      return key;
    }
    if (KEYS.values().stream().anyMatch(known -> known.section().equals(name))) {
      throw UserError.badSetting(
          "%s: %s is a section, not a setting; write its keys below it, or %s.KEY"
              .formatted(where, name, name));
    }
    throw UserError.badSetting(
        "%s: unknown key %s%s; ./unlearn settings lists all"
            .formatted(where, name, suggestion(name)));
  }

  private static String suggestion(String name) {
    String leaf = name.substring(name.lastIndexOf('.') + 1);
    List<String> misplaced =
        KEYS.values().stream()
            .filter(key -> key.leaf().equals(leaf))
            .map(SettingKey::name)
            .toList();
    if (!misplaced.isEmpty() && NearestName.of(name, misplaced).isEmpty()) {
      return "; did you mean " + String.join(" or ", misplaced) + "?";
    }
    return NearestName.of(name, KEYS.keySet()).map("; did you mean %s?"::formatted).orElse("");
  }

  private static Object convert(SettingKey key, SettingSource source) {
    try {
      if (SettingText.isList(key)) {
        return source.texts().stream().map(text -> value(key, text, source.folder())).toList();
      }
      if (source.texts().size() != 1) {
        throw UserError.badSetting("%s takes one value, not a list".formatted(key.name()));
      }
      return value(key, source.texts().getFirst(), source.folder());
    } catch (UserError wrongType) {
      throw located(source.where(), wrongType);
    }
  }

  private static Object value(SettingKey key, String text, Path folder) {
    if (!key.path() || text.isEmpty()) {
      return SettingText.parse(key, text);
    }
    String home = System.getProperty("user.home");
    Path path = Path.of(text.startsWith("~/") ? home + text.substring(1) : text);
    return folder.resolve(path).normalize().toString();
  }

  private static UserError located(String where, UserError error) {
    return new UserError(error.exitCode(), where + ": " + error.getMessage());
  }
}
