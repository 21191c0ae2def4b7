package io.github.unlearn4j.run;

import io.github.unlearn4j.base.AtomicFiles;
import io.github.unlearn4j.base.UserError;
import io.github.unlearn4j.measure.Measurement;
import io.github.unlearn4j.recipe.Recipe;
import io.github.unlearn4j.recipe.RecipeBuilder;
import io.github.unlearn4j.recipe.RecipeText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A folder that holds a recipe and everything made from it; one name for each thing in it. */
public record RunDirectory(Path folder) {
  /** Names of the models that are measured as a whole, in the order of tables. */
  public static final List<String> MODELS =
      List.of("baseline", "reinforced", "unlearned", "never-read");

  /** The folder of an earlier run. */
  public static RunDirectory existing(Path folder) {
    RunDirectory directory = new RunDirectory(folder.toAbsolutePath().normalize());
    if (!Files.isRegularFile(directory.recipeFile())) {
      throw UserError.badInput(
          "%s is no run folder: it holds no recipe.yaml; ./unlearn forget makes one"
              .formatted(folder));
    }
    return directory;
  }

  /** The folder a recipe asks for. */
  public static RunDirectory of(Recipe recipe) {
    if (recipe.out().isEmpty()) {
      throw UserError.badSetting(
          "out is empty; say where the run goes, for example --out runs/one");
    }
    return new RunDirectory(Path.of(recipe.out()).toAbsolutePath().normalize());
  }

  public Path recipeFile() {
    return folder.resolve("recipe.yaml");
  }

  /** The recipe as it was saved, every setting resolved. */
  public Recipe recipe() {
    return new RecipeBuilder().file(recipeFile()).build();
  }

  public void save(Recipe recipe) {
    AtomicFiles.write(recipeFile(), RecipeText.yaml(recipe));
  }

  public Path anchors() {
    return folder.resolve("anchors.yaml");
  }

  /** What an endpoint answered when it was asked for anchors. */
  public Path anchorReplies() {
    return folder.resolve("anchors").resolve("replies.jsonl");
  }

  public Path reinforced() {
    return folder.resolve("reinforced");
  }

  public Path labels() {
    return folder.resolve("labels");
  }

  /** Pages about the labels; they go when the labels are made anew. */
  Path explanations() {
    return folder.resolve("explained");
  }

  /** The page that explains a block's labels. */
  public Path explained(int block) {
    return explanations().resolve("block-%05d.html".formatted(block));
  }

  /** Every page of {@link #explained} there is, in the order of the blocks. */
  public List<Path> explained() {
    if (!Files.isDirectory(explanations())) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(explanations())) {
      return files.filter(file -> file.toString().endsWith(".html")).sorted().toList();
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
  }

  /** The unlearned model. */
  public Path model() {
    return folder.resolve("model");
  }

  /** The pairs that were merged into {@link #model}, if it was trained with LoRA. */
  public Path adapter() {
    return folder.resolve("adapter");
  }

  /** What was measured on {@code name}: one of {@link #MODELS}, or step-NNNNN. */
  public Path measured(String name) {
    return folder.resolve("measure").resolve(name + ".json");
  }

  public Path measuredStep(int step) {
    return measured("step-%05d".formatted(step));
  }

  /** The models that were measured and the files that tell of them, in the order of tables. */
  public Map<String, Path> measuredModels() {
    Map<String, Path> files = new LinkedHashMap<>();
    for (String model : MODELS) {
      if (Files.exists(measured(model))) {
        files.put(model, measured(model));
      }
    }
    return files;
  }

  /** What was measured on the way, in order. */
  List<Measurement> steps() {
    if (!Files.isDirectory(measured("").getParent())) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(measured("").getParent())) {
      return files
          .filter(file -> file.getFileName().toString().matches("step-\\d+\\.json"))
          .sorted()
          .map(Measurement::load)
          .toList();
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
  }

  /** What the probes found. */
  public Path probes() {
    return measured("probes");
  }

  /** What one variant of an ablation came to. */
  public Path ablated(String variant) {
    return folder.resolve("ablation").resolve(variant + ".json");
  }

  /** All variants side by side. */
  public Path ablation() {
    return measured("ablation");
  }

  /** What a judge said of the completions. */
  public Path judged() {
    return measured("judge");
  }

  /** Every reply of the judge, so that nothing is asked twice. */
  public Path judgeReplies() {
    return folder.resolve("judge").resolve("replies.jsonl");
  }

  /** How sure the measured numbers are. */
  public Path intervals() {
    return measured("intervals");
  }

  /** Scores of a model on benchmarks that were asked for by themselves. */
  public Path measuredTasks(String model) {
    return measured("tasks-" + model);
  }

  public Path metrics() {
    return folder.resolve("metrics.jsonl");
  }

  public Path report() {
    return folder.resolve("report.html");
  }

  /** What a stage read and left when it last finished. */
  public Path stageRecord(String stage) {
    return folder.resolve("stages").resolve(stage + ".json");
  }

  /** Machine and version of the last command that worked in this folder. */
  public Path runInfo() {
    return folder.resolve("run.json");
  }

  Path lockFile() {
    return folder.resolve(".lock");
  }

  /** A file or folder of this run as a message should name it. */
  public String name(Path path) {
    return path.startsWith(folder) ? folder.relativize(path).toString() : path.toString();
  }
}
