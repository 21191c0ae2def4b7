package io.github.unlearn4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.unlearn4j.recipe.Preset;
import io.github.unlearn4j.recipe.RecipeBuilder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the documents tell people to type: every command must be one that the program takes, and
 * what takes no time and no model is run. The demo, the import and the tests are run by {@code
 * .ci/run}.
 */
class DocumentationTest {
  private static final Path ROOT = Path.of("..");
  private static final Pattern BLOCK = Pattern.compile("(?s)```sh\\n(.*?)```");
  private static final Pattern INLINE = Pattern.compile("`([^`\\n]+)`");
  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|'([^']*)'|(\\S+)");
  private static final Set<String> WITH_RECIPE =
      Set.of("forget", "anchors", "reinforce", "labels", "finetune", "measure", "report");

  /** A command and where it stands. */
  record Documented(Path document, String line) {
    List<String> words() {
      String command = line.replaceFirst("\\s+[>|#].*", "").replaceFirst("^\\S*?\\./unlearn", "");
      return WORD.matcher(command)
          .results()
          .map(word -> word.group(0).replaceAll("^([\"'])(.*)\\1$", "$2"))
          .toList();
    }
  }

  static Stream<Documented> unlearnLines() throws IOException {
    return lines().filter(documented -> documented.line().startsWith("./unlearn "));
  }

  static Stream<Documented> mavenLines() throws IOException {
    return lines().filter(documented -> documented.line().matches("(\\S+=\\S+ )?mvn .*"));
  }

  @ParameterizedTest
  @MethodSource("unlearnLines")
  void everyDocumentedCommandIsOneThatTheProgramTakes(Documented documented) {
    String[] arguments = documented.words().toArray(String[]::new);

    Main.commandLine(silent(), arguments).parseArgs(arguments);
  }

  @ParameterizedTest
  @MethodSource("unlearnLines")
  void theSettingsAndRecipesInDocumentedCommandsExist(Documented documented) {
    List<String> words = new ArrayList<>(documented.words());
    boolean ofRun = words.contains("--run") || words.contains("--prompts");
    if (!WITH_RECIPE.contains(words.getFirst()) || ofRun) {
      return;
    }
    words.set(0, "settings");
    words.replaceAll(word -> word.endsWith("recipe.yaml") ? ROOT.resolve(word).toString() : word);
    words.remove("--again");
    boolean placeholder = words.stream().anyMatch(word -> word.contains("RECIPE"));

    CapturedConsole console = new CapturedConsole();

    assertThat(placeholder || console.run(words.toArray(String[]::new)) == 0)
        .as(console.err())
        .isTrue();
  }

  @ParameterizedTest
  @MethodSource("mavenLines")
  void everyModuleProfileAndPropertyInDocumentedMavenCommandsExists(Documented documented)
      throws IOException {
    String pom = Files.readString(ROOT.resolve("pom.xml"));
    for (String word : documented.words()) {
      if (word.startsWith("-P")) {
        assertThat(pom).contains("<id>" + word.substring(2) + "</id>");
      } else if (word.startsWith("-Dtests.")) {
        assertThat(pom).contains(word.substring(2).replaceFirst("=.*", ""));
      } else if (word.startsWith("-Dtest=")) {
        assertThat(testClasses()).contains(word.substring(7) + ".java");
      }
    }
  }

  @Test
  void theDocumentsHoldTheCommandsThatThisTestLooksFor() throws IOException {
    List<String> commands =
        unlearnLines().map(documented -> documented.words().getFirst()).distinct().toList();

    assertThat(commands).contains("demo", "forget", "import", "pull", "generate", "doctor");
    assertThat(mavenLines()).hasSizeGreaterThan(3);
  }

  @Test
  void whatNeedsNoModelAndNoTimeIsRun() {
    for (String command : List.of("doctor", "settings", "--version", "--help")) {
      CapturedConsole console = new CapturedConsole();

      assertThat(console.run(command)).as(console.err()).isZero();
      assertThat(console.out()).isNotBlank();
    }
  }

  @ParameterizedTest
  @EnumSource(Preset.class)
  void everyPresetIsAValidRecipe(Preset preset) {
    String name = preset.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');

    assertThat(new RecipeBuilder().set("preset=" + name).build()).isEqualTo(preset.recipe());
  }

  @Test
  void everyShippedRecipeCanBeReadAndTheFilesBesideItExist() throws IOException {
    List<Path> recipes = files(ROOT.resolve("examples"), "recipe.yaml");
    recipes.add(Path.of("src/main/resources/demo/recipe.yaml"));
    assertThat(recipes).hasSizeGreaterThanOrEqualTo(2);
    for (Path file : recipes) {
      var measure = new RecipeBuilder().file(file).build().measure();

      assertThat(Path.of(measure.probabilityPrompts())).as(file.toString()).exists();
      assertThat(Path.of(measure.completionPrompts())).as(file.toString()).exists();
    }
  }

  private static Stream<Documented> lines() throws IOException {
    List<Path> documents = files(ROOT.resolve("docs"), ".md");
    documents.addAll(files(ROOT.resolve("examples"), ".md"));
    documents.add(ROOT.resolve("README.md"));
    documents.add(ROOT.resolve("CONTRIBUTING.md"));
    List<Documented> lines = new ArrayList<>();
    for (Path document : documents) {
      String text = Files.readString(document);
      for (String block : groups(BLOCK, text)) {
        block
            .replaceAll("\\\\\\n\\s*", "")
            .lines()
            .forEach(line -> lines.add(new Documented(document, line.strip())));
      }
      groups(INLINE, text.replaceAll("(?s)```.*?```", ""))
          .forEach(code -> lines.add(new Documented(document, code)));
    }
    return lines.stream();
  }

  private static List<String> groups(Pattern pattern, String text) {
    return pattern.matcher(text).results().map((MatchResult found) -> found.group(1)).toList();
  }

  private static Set<String> testClasses() throws IOException {
    Set<String> names = new TreeSet<>();
    for (String module : List.of("core", "cli")) {
      files(ROOT.resolve(module).resolve("src/test/java"), ".java")
          .forEach(file -> names.add(file.getFileName().toString()));
    }
    return names;
  }

  private static List<Path> files(Path folder, String ending) throws IOException {
    try (Stream<Path> walk = Files.walk(folder)) {
      return new ArrayList<>(walk.filter(file -> file.toString().endsWith(ending)).toList());
    }
  }

  private static Console silent() {
    ByteArrayOutputStream nothing = new ByteArrayOutputStream();
    return new Console(CapturedConsole.stream(nothing), CapturedConsole.stream(nothing));
  }
}
