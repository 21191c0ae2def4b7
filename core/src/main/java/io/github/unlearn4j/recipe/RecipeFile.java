package io.github.unlearn4j.recipe;

import io.github.unlearn4j.base.UserError;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Reads the YAML of a recipe as keys, unconverted values and the lines they stand on. It stays at
 * YAML's node level because only there a line number survives, and {@code 1e-4} stays as written.
 */
final class RecipeFile {
  private final Path file;
  private final Path folder;
  private final List<SettingSource> settings = new ArrayList<>();

  private RecipeFile(Path file) {
    this.file = file;
    this.folder = file.toAbsolutePath().normalize().getParent();
  }

  /** Every setting in the file, in its order. */
  static List<SettingSource> read(Path file) {
    RecipeFile reader = new RecipeFile(file);
    Node root = reader.parse();
    if (root instanceof MappingNode mapping) {
      reader.collect("", mapping);
    } else if (root != null && !Tag.NULL.equals(root.getTag())) {
      throw reader.wrong(root, "a recipe is a list of lines \"key: value\"");
    }
    return reader.settings;
  }

  /** Reads one list in brackets, as after {@code --set}. */
  static List<String> readList(SettingKey key, String text) {
    try {
      Node root = new Yaml(new LoaderOptions()).compose(new StringReader(text));
      if (root instanceof SequenceNode sequence
          && sequence.getValue().stream().allMatch(ScalarNode.class::isInstance)) {
        return sequence.getValue().stream().map(node -> ((ScalarNode) node).getValue()).toList();
      }
    } catch (YAMLException notYaml) {
      // The same message as for YAML that is no list.
    }
    throw UserError.badSetting(
        "%s: cannot read %s as a list; write it as [one, two]".formatted(key.name(), text));
  }

  private Node parse() {
    if (!Files.isRegularFile(file)) {
      throw UserError.badInput(
          "cannot read the recipe %s: %s"
              .formatted(
                  file,
                  Files.isDirectory(file)
                      ? "it is a folder; name the file in it, or an earlier run with --run"
                      : "no such file"));
    }
    try {
      return new Yaml(new LoaderOptions()).compose(new StringReader(Files.readString(file)));
    } catch (CharacterCodingException notUtf8) {
      throw UserError.badInput("recipe %s is not UTF-8; save it as UTF-8".formatted(file));
    } catch (IOException problem) {
      throw UserError.badInput("cannot read the recipe %s: %s".formatted(file, problem));
    } catch (MarkedYAMLException problem) {
      int line = problem.getProblemMark() == null ? 1 : problem.getProblemMark().getLine() + 1;
      throw UserError.badSetting("%s:%d: %s".formatted(file, line, problem.getProblem()));
    } catch (YAMLException problem) {
      throw UserError.badSetting("%s: %s".formatted(file, problem.getMessage()));
    }
  }

  private void collect(String prefix, MappingNode mapping) {
    for (NodeTuple entry : mapping.getValue()) {
      if (!(entry.getKeyNode() instanceof ScalarNode keyNode)) {
        throw wrong(entry.getKeyNode(), "a key must be a word");
      }
      String key = prefix + keyNode.getValue();
      switch (entry.getValueNode()) {
        case MappingNode section -> collect(key + ".", section);
        case SequenceNode list -> add(key, keyNode, texts(key, list), true);
        case ScalarNode scalar when Tag.NULL.equals(scalar.getTag()) ->
            throw wrong(scalar, key + " has no value; give it one or remove the line");
        case ScalarNode scalar -> add(key, keyNode, List.of(scalar.getValue()), false);
        default -> throw wrong(keyNode, "cannot read the value of " + key);
      }
    }
  }

  private List<String> texts(String key, SequenceNode list) {
    List<String> texts = new ArrayList<>();
    for (Node entry : list.getValue()) {
      if (!(entry instanceof ScalarNode scalar) || Tag.NULL.equals(scalar.getTag())) {
        throw wrong(entry, "each entry of " + key + " must be one value");
      }
      texts.add(scalar.getValue());
    }
    return texts;
  }

  private void add(String key, Node at, List<String> texts, boolean list) {
    for (SettingSource earlier : settings) {
      if (earlier.key().equals(key)) {
        throw wrong(
            at, "%s stands there a second time (first: %s)".formatted(key, earlier.where()));
      }
    }
    settings.add(new SettingSource(key, texts, list, where(at), folder));
  }

  private UserError wrong(Node at, String message) {
    return UserError.badSetting(where(at) + ": " + message);
  }

  private String where(Node at) {
    return file + ":" + (at.getStartMark().getLine() + 1);
  }
}
