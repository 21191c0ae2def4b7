package io.github.unlearn4j.recipe;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.unlearn4j.base.Json;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A recipe as YAML with its help texts as comments, and the table of all settings. */
public final class RecipeText {
  private static final int HELP_COLUMNS = 96;

  /** Text that no reader of YAML takes for anything else needs no quotes. */
  private static final Pattern PLAIN =
      Pattern.compile("(?!(?i:null|true|false|yes|no|on|off|y|n)$)[A-Za-z_./][A-Za-z0-9_./-]*");

  private RecipeText() {}

  /** What is saved in a run folder as {@code recipe.yaml}: every setting, resolved. */
  public static String yaml(Recipe recipe) {
    Map<String, Object> values = SettingTree.flatten(recipe);
    StringBuilder yaml = new StringBuilder();
    String section = "";
    for (SettingKey key : SettingTree.keys(Recipe.class)) {
      if (!key.section().equals(section)) {
        yaml.append(header(section, key));
        section = key.section();
      }
      String indent = "  ".repeat(key.depth());
      yaml.append("%s# %s%n".formatted(indent, key.help()));
      yaml.append("%s%s: %s%n".formatted(indent, key.leaf(), yamlValue(values.get(key.name()))));
    }
    return yaml.toString();
  }

  /** A section's name on a line; a section within the one before it is one step further in. */
  private static String header(String before, SettingKey first) {
    String section = first.section();
    String inner = section.substring(section.lastIndexOf('.') + 1);
    boolean within = !before.isEmpty() && section.startsWith(before + ".");
    return (within ? "  ".repeat(first.depth() - 1) : "\n") + inner + ":\n";
  }

  /** Every setting by its key, as text or as a list of texts. */
  public static Map<String, Object> values(Recipe recipe) {
    Map<String, Object> values = SettingTree.flatten(recipe);
    values.replaceAll(
        (key, value) ->
            value instanceof Collection<?> entries
                ? entries.stream().map(SettingText::print).toList()
                : SettingText.print(value));
    return values;
  }

  /** The help for all settings: key, the preset's value, meaning. */
  public static String help(Preset preset) {
    Map<String, Object> values = SettingTree.flatten(preset.recipe());
    StringBuilder help = new StringBuilder();
    String section = "";
    for (SettingKey key : SettingTree.keys(Recipe.class)) {
      if (!key.section().equals(section)) {
        section = key.section();
        help.append('\n');
      }
      help.append("%s: %s%n".formatted(key.name(), yamlValue(values.get(key.name()))));
      for (String line : wrap(key.help())) {
        help.append("    ").append(line).append(System.lineSeparator());
      }
    }
    return help.toString();
  }

  private static List<String> wrap(String text) {
    StringBuilder wrapped = new StringBuilder();
    int column = 0;
    for (String word : text.split(" ")) {
      if (column > 0 && column + word.length() > HELP_COLUMNS - 4) {
        wrapped.append('\n');
        column = 0;
      }
      wrapped.append(column == 0 ? "" : " ").append(word);
      column += word.length() + 1;
    }
    return wrapped.toString().lines().toList();
  }

  private static String yamlValue(Object value) {
    if (value instanceof Collection<?> entries) {
      return entries.stream()
          .map(RecipeText::yamlValue)
          .collect(Collectors.joining(", ", "[", "]"));
    }
    String text = SettingText.print(value);
    return value instanceof String && !PLAIN.matcher(text).matches() ? quoted(text) : text;
  }

  /** A JSON string is a YAML string, too. */
  private static String quoted(String text) {
    try {
      return Json.json().writeValueAsString(text);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
