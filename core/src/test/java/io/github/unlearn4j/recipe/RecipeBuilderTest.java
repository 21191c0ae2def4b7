package io.github.unlearn4j.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.unlearn4j.base.ExitCode;
import io.github.unlearn4j.base.UserError;
import io.github.unlearn4j.train.TrainSettings.Schedule;
import io.github.unlearn4j.whp.LabelSettings.Mode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RecipeBuilderTest {
  @TempDir Path folder;

  @Test
  void flagsWinOverTheFileAndTheFileOverThePreset() throws IOException {
    Path file = recipe("preset: paper-7b\nreinforce:\n  epochs: 4\n  learning_rate: 2e-6\n");

    Recipe recipe = new RecipeBuilder().file(file).set("reinforce.learning_rate=1e-5").build();

    assertThat(recipe.reinforce().epochs()).isEqualTo(4);
    assertThat(recipe.reinforce().learningRate()).isEqualTo(1e-5);
    assertThat(recipe.reinforce().batchBlocks()).isEqualTo(128);
  }

  @Test
  void relativePathsStartFromTheRecipesFolderAndFlagsFromTheWorkingFolder() throws IOException {
    Path file = recipe("model: models/small\ntarget: [a.txt, sub/b.txt]\n");

    Recipe recipe =
        new RecipeBuilder().file(file).flag("--retain", "retain", List.of("c.txt")).build();

    assertThat(recipe.model()).isEqualTo(folder.resolve("models/small").toString());
    assertThat(recipe.target())
        .containsExactly(
            folder.resolve("a.txt").toString(), folder.resolve("sub/b.txt").toString());
    assertThat(recipe.retain()).containsExactly(Path.of("c.txt").toAbsolutePath().toString());
  }

  @Test
  void enumsTakeDashesAndUnderscoresInAnyCase() {
    Recipe recipe =
        new RecipeBuilder()
            .set("labels.mode=Anchors_Only")
            .set("reinforce.schedule=LINEAR")
            .build();

    assertThat(recipe.labels().mode()).isEqualTo(Mode.ANCHORS_ONLY);
    assertThat(recipe.reinforce().schedule()).isEqualTo(Schedule.LINEAR);
  }

  @Test
  void listsAreSplitAtCommasOrGivenInBrackets() {
    Recipe recipe =
        new RecipeBuilder().set("labels.more_alphas=1, 2.5").set("target=[\"a,b.txt\"]").build();

    assertThat(recipe.labels().moreAlphas()).containsExactly(1.0, 2.5);
    assertThat(recipe.target()).singleElement().asString().endsWith("a,b.txt");
  }

  @Test
  void anUnknownKeyIsNamedWithItsLineAndTheNearestKey() throws IOException {
    Path file = recipe("seed: 3\nreinforce:\n  epochs: 1\n  learnin_rate: 1e-4\n");

    assertThatThrownBy(() -> new RecipeBuilder().file(file).build())
        .isInstanceOf(UserError.class)
        .hasMessageContaining("recipe.yaml:4: unknown key reinforce.learnin_rate")
        .hasMessageContaining("did you mean reinforce.learning_rate?");
  }

  @Test
  void aKeyInTheWrongSectionIsAnsweredWithWhereItBelongs() {
    assertThatThrownBy(() -> new RecipeBuilder().set("learning_rate=1").build())
        .hasMessageContaining("did you mean reinforce.learning_rate or finetune.learning_rate?");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "reinforce.epochs=three | reinforce.epochs is \"three\" but must be a number",
        "finetune.batch_blocks=1.5 | finetune.batch_blocks is \"1.5\" but must be a whole number",
        "finetune.epochs=-1 | finetune.epochs is -1 but must be above 0",
        "text.held_back=0.9 | text.held_back is 0.9 but must lie between 0 and 0.5",
        "reinforce.learning_rate=NaN | reinforce.learning_rate is \"NaN\" but must be a number",
        "labels.mode=papr | did you mean paper?",
        "preset=huge | must be one of small, paper-7b",
        "labels.more_alphas=2,x | labels.more_alphas is \"x\" but must be a number",
      })
  void aBadValueIsNamedWithItsKeyAndWhatItMayBe(String assignment, String message) {
    assertThatThrownBy(() -> new RecipeBuilder().set(assignment).build())
        .isInstanceOfSatisfying(
            UserError.class, error -> assertThat(error.exitCode()).isEqualTo(ExitCode.BAD_SETTING))
        .hasMessageStartingWith("--set " + assignment)
        .hasMessageContaining(message);
  }

  @Test
  void aValueOutOfRangeInAFileIsNamedWithItsLine() throws IOException {
    Path file = recipe("finetune:\n\n  beta1: 2\n");

    assertThatThrownBy(() -> new RecipeBuilder().file(file).build())
        .hasMessageContaining("recipe.yaml:3: finetune.beta1 is 2 but must lie between 0 and");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "seed: [1, 2]|:1: seed takes one value",
        "'seed: 1\nseed: 2'|:2: seed stands there a second time",
        "'model:'|:1: model has no value",
        "'seed: {'|:1",
        "just words|a recipe is a list of lines",
      })
  void aFileThatIsNoRecipeIsRefusedWithItsLine(String yaml, String message) throws IOException {
    Path file = recipe(yaml.replace("\\n", "\n"));

    assertThatThrownBy(() -> new RecipeBuilder().file(file).build())
        .isInstanceOf(UserError.class)
        .hasMessageContaining(message);
  }

  @Test
  void aMissingFileAndAFileThatIsNotUtf8AreBadInput() throws IOException {
    Path latin = Files.write(folder.resolve("latin.yaml"), new byte[] {'a', ':', ' ', (byte) 0xe9});

    assertThatThrownBy(() -> new RecipeBuilder().file(folder.resolve("none.yaml")))
        .hasMessageContaining("no such file");
    assertThatThrownBy(() -> new RecipeBuilder().file(latin)).hasMessageContaining("not UTF-8");
  }

  @ParameterizedTest
  @EnumSource(Preset.class)
  void everyPresetSurvivesBeingSavedAndReadAgain(Preset preset) throws IOException {
    Recipe recipe =
        new RecipeBuilder()
            .flag("--preset", "preset", List.of(preset.name()))
            .set("target=it's a \"b\".txt")
            .set("text.jsonl_field=no")
            .build();

    Recipe again = new RecipeBuilder().file(recipe(RecipeText.yaml(recipe))).build();

    assertThat(again).isEqualTo(recipe);
  }

  @Test
  void theHelpNamesEverySettingWithItsDefault() {
    String help = RecipeText.help(Preset.SMALL);

    SettingTree.keys(Recipe.class).forEach(key -> assertThat(help).contains(key.name() + ": "));
    assertThat(help).contains("text.block_tokens: 512");
  }

  private Path recipe(String yaml) throws IOException {
    return Files.writeString(folder.resolve("recipe.yaml"), yaml);
  }
}
