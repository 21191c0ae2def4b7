package io.github.unlearn4j.cli;

import io.github.unlearn4j.base.UserError;
import io.github.unlearn4j.recipe.Recipe;
import io.github.unlearn4j.recipe.RecipeBuilder;
import io.github.unlearn4j.run.RunDirectory;
import io.github.unlearn4j.tensor.Device;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** How a command is told its settings: a recipe, a run folder, flags. */
final class RecipeOptions {
  @Parameters(
      arity = "0..1",
      paramLabel = "RECIPE.yaml",
      description = "Settings; relative paths in it start from its folder.")
  private Path file;

  @Option(
      names = "--run",
      paramLabel = "DIR",
      description = "An earlier run, with the recipe saved there.")
  private Path run;

  @Option(names = "--model", paramLabel = "DIR", description = "Checkpoint folder of the baseline.")
  private String model;

  @Option(
      names = "--target",
      paramLabel = "PATH",
      arity = "1..*",
      description = "Text to forget: files or folders of .txt, .md, .jsonl.")
  private List<String> target;

  @Option(
      names = "--retain",
      paramLabel = "PATH",
      arity = "1..*",
      description = "Text not to be harmed; only ablate's gradient-difference trains on it.")
  private List<String> retain;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Folder of the run (default: runs/NAME, after the recipe or the target).")
  private String out;

  @Option(
      names = "--preset",
      paramLabel = "NAME",
      description = "Where the defaults come from: small, paper-7b (default: small).")
  private String preset;

  @Option(
      names = "--device",
      paramLabel = "NAME",
      description = "Where the model computes: cpu, cuda, cuda:N or auto (default: auto).")
  private String device;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Any setting, for example --set finetune.epochs=3; may be repeated.")
  private List<String> assignments = List.of();

  private record Flag(String flag, String key, List<String> values) {}

  private final List<Flag> ofCommand = new ArrayList<>();

  /** Adds a flag that a command has for itself; null: it was not given. */
  RecipeOptions and(String flag, String key, List<String> values) {
    if (values != null) {
      ofCommand.add(new Flag(flag, key, values));
    }
    return this;
  }

  /** What stands where a recipe would: a recipe file, or for {@code measure} a model; or null. */
  Path file() {
    return file;
  }

  /** The run folder of {@code --run}, or null. */
  Path run() {
    return run;
  }

  /** What {@code --device} says; by itself the choice is the machine's. */
  String device() {
    return device == null ? Device.AUTO : device;
  }

  /** The recipe these options come to; the place of the run is always filled in. */
  Recipe recipe() {
    RecipeBuilder builder = new RecipeBuilder();
    if (run != null) {
      if (file != null) {
        throw UserError.badSetting("give a recipe or --run, not both");
      }
      RunDirectory directory = RunDirectory.existing(run);
      builder.file(directory.recipeFile());
      builder.flag("--run", "out", List.of(directory.folder().toString()));
    }
    if (file != null) {
      builder.file(file);
    }
    flag(builder, "model", model);
    flag(builder, "out", out);
    flag(builder, "preset", preset);
    flag(builder, "device", device);
    if (target != null) {
      builder.flag("--target", "target", target);
    }
    if (retain != null) {
      builder.flag("--retain", "retain", retain);
    }
    assignments.forEach(builder::set);
    ofCommand.forEach(flag -> builder.flag(flag.flag(), flag.key(), flag.values()));
    Recipe recipe = builder.build();
    return recipe.out().isEmpty()
        ? builder.flag("out", "out", List.of("runs/" + runName(recipe))).build()
        : recipe;
  }

  /** The settings by flags and --set alone, where the argument is no recipe but a model. */
  Recipe flagsAlone() {
    RecipeBuilder builder = new RecipeBuilder();
    assignments.forEach(builder::set);
    ofCommand.forEach(flag -> builder.flag(flag.flag(), flag.key(), flag.values()));
    return builder.build();
  }

  /** The recipe's own name, or its folder's if it is called just recipe.yaml, or the target's. */
  private String runName(Recipe recipe) {
    if (file != null) {
      String name = stem(file);
      Path folder = file.toAbsolutePath().normalize().getParent();
      return name.equals("recipe") && folder.getNameCount() > 0 ? stem(folder) : name;
    }
    return recipe.target().isEmpty() ? "run" : stem(Path.of(recipe.target().getFirst()));
  }

  private static String stem(Path path) {
    return path.getFileName().toString().replaceFirst("\\.[A-Za-z]+$", "");
  }

  private static void flag(RecipeBuilder builder, String key, String value) {
    if (value != null) {
      builder.flag("--" + key, key, List.of(value));
    }
  }
}
