package io.github.unlearn4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.unlearn4j.base.ExitCode;
import io.github.unlearn4j.measure.Measurement;
import io.github.unlearn4j.measure.ablation.AblationReport;
import io.github.unlearn4j.measure.ablation.AblationRow;
import io.github.unlearn4j.measure.ablation.VariantResult;
import io.github.unlearn4j.run.RunDirectory;
import io.github.unlearn4j.run.RunLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code ablate} with a random model of a few thousand numbers: all parts moved, nothing learnt.
 */
class AblateTest {
  private static final Path GGUF = Path.of("../core/src/test/golden/gguf/smollm.gguf");
  private static final Path DEMO = Path.of("src/main/resources/demo");
  private static final List<String> VARIANTS =
      List.of(
          "both",
          "anchors-only",
          "bootstrap-only",
          "alpha-2",
          "inference-only-2",
          "gradient-ascent",
          "gradient-difference");

  @TempDir Path folder;

  private final CapturedConsole console = new CapturedConsole();
  private Path model;
  private RunDirectory run;

  @BeforeEach
  void importModelAndTexts() throws IOException {
    excerpt("saga.txt", 12_000);
    excerpt("everyday-grammar.txt", 6_000);
    model = folder.resolve("tiny");
    run = new RunDirectory(folder.resolve("run"));
    assertThat(console.run("import", GGUF.toString(), model.toString())).isZero();
  }

  private void excerpt(String name, int characters) throws IOException {
    String text = Files.readString(DEMO.resolve(name));
    Files.writeString(folder.resolve(name), text.substring(0, characters));
  }

  @Test
  void everyVariantHasItsFileAndARepeatedStartKeepsWhatIsFinished() {
    prepare();

    assertThat(ablate("--alphas", "2", "--steps", "2", "--measure-every", "1"))
        .as(console.err())
        .isZero();

    Measurement baseline = Measurement.load(run.measured("baseline"));
    for (String variant : VARIANTS) {
      VariantResult result = VariantResult.load(run.ablated(variant));
      List<Integer> steps = variant.startsWith("inference") ? List.of(0, 0) : List.of(0, 1, 2);
      assertThat(result.points())
          .as(variant)
          .extracting(VariantResult.Point::step)
          .isEqualTo(steps);
      assertThat(result.points().getFirst().measurement()).isEqualTo(baseline);
      Measurement end = result.points().getLast().measurement();
      assertThat(end.familiarity().completion()).as(variant).isNotNull();
      assertThat(end.perplexity().retain())
          .as(variant)
          .isPositive()
          .isNotEqualTo(baseline.perplexity().retain());
    }
    assertThat(VariantResult.load(run.ablated("both")).alpha()).isEqualTo(1);
    assertThat(VariantResult.load(run.ablated("both")).remarks().getFirst())
        .contains("labels.alpha is 0");
    AblationReport report = AblationReport.load(run.ablation());
    assertThat(report.variants()).extracting(AblationRow::variant).isEqualTo(VARIANTS);
    assertThat(console.out()).contains(report.verdict()).contains("gradient-difference");
    assertThat(run.report()).content().contains("Which parts are needed", "inference-only-2");
    assertThat(run.folder().resolve("ablation")).isDirectoryNotContaining("glob:**.safetensors");

    repeatedStartsTryOnlyWhatIsNew();
  }

  private void repeatedStartsTryOnlyWhatIsNew() {
    assertThat(ablate()).as(console.err()).isZero();
    for (String variant : VARIANTS) {
      assertThat(console.err()).contains("ablate-" + variant + ": unchanged, kept");
    }

    assertThat(ablate("--variants", "inference-only", "--alphas", "2,3")).isZero();
    assertThat(console.err())
        .contains("inference-only-2: unchanged, kept")
        .doesNotContain("inference-only-3: unchanged", "ablate-both");
    assertThat(AblationReport.load(run.ablation()).variants()).hasSize(VARIANTS.size() + 1);
    assertThat(ablate()).isZero();
    assertThat(console.err()).contains("variants: inference-only, as the recipe has it");

    assertThat(ablate("--variants", "both", "--steps", "1")).isZero();
    assertThat(console.err()).contains("ablate-both: run again (ablate.steps was 2, is 1)");
    assertThat(AblationReport.load(run.ablation()).variants())
        .as("those with the same budget, and those that need none")
        .extracting(AblationRow::variant)
        .containsExactly("both", "inference-only-2", "inference-only-3");
    assertThat(AblationReport.load(run.ablation()).verdict()).contains("not run: anchors-only");
  }

  @Test
  void aVariantThatGoesAstrayIsARemarkAndNotTheEndOfTheOthers() {
    prepare();

    assertThat(
            ablate(
                "--variants",
                "gradient-ascent,anchors-only",
                "--ascent-learning-rate",
                "1e30",
                "--steps",
                "3"))
        .as(console.err())
        .isZero();

    VariantResult astray = VariantResult.load(run.ablated("gradient-ascent"));
    assertThat(astray.remarks().getFirst()).startsWith("ended early: ");
    assertThat(astray.learningRate()).isEqualTo(1e30);
    assertThat(VariantResult.load(run.ablated("anchors-only")).remarks()).isEmpty();
    assertThat(console.out()).contains("gradient-ascent: ended early");
  }

  @Test
  void withAdaptersOneSetOfWeightsAnswersForBothModels() {
    String[] lora = {"--set", "reinforce.lora.rank=2", "--set", "finetune.lora.rank=2"};
    run("anchors", lora);
    run("reinforce", lora);

    assertThat(
            ablate("--variants", "inference-only,gradient-ascent", "--alphas", "2", "--steps", "1"))
        .as(console.err())
        .isZero();

    assertThat(AblationReport.load(run.ablation()).variants()).hasSize(2);
  }

  @Test
  void whatARunLacksIsNamedWithTheCommandThatMakesIt() {
    assertThat(run("ablate")).isEqualTo(ExitCode.BAD_INPUT.number());
    assertThat(console.err()).contains("ablate needs anchors.yaml", "./unlearn anchors --run");

    run("anchors");
    assertThat(ablate()).isEqualTo(ExitCode.BAD_INPUT.number());
    assertThat(console.err()).contains("ablate needs reinforced", "./unlearn reinforce --run");
    assertThat(ablate("--variants", "anchors-only", "--steps", "1")).as(console.err()).isZero();

    try (RunLock lock = RunLock.take(run)) {
      assertThat(lock).isNotNull();
      assertThat(ablate()).isEqualTo(ExitCode.BUSY.number());
    }
  }

  @Test
  void whatCannotBeTriedEndsWithOneLineBeforeAnythingIsWritten() {
    assertThat(run("ablate", "--variants", "bothh")).isEqualTo(ExitCode.BAD_SETTING.number());
    assertThat(console.err()).contains("did you mean both?").hasLineCount(1);
    assertThat(run("ablate", "--alphas=-1")).isEqualTo(ExitCode.BAD_SETTING.number());
    assertThat(console.err()).contains("ablate.alphas is -1");
    assertThat(run("ablate", "--steps", "0")).isEqualTo(ExitCode.BAD_SETTING.number());
    assertThat(console.err()).contains("--steps is 0 but must be at least 1");
    assertThat(run("ablate", "--ascent-learning-rate", "fast"))
        .isEqualTo(ExitCode.BAD_SETTING.number());
    assertThat(run.folder()).doesNotExist();
  }

  @Test
  void withoutRetainTextThatIsNotMeasuredThereIsNoGradientDifference() {
    String[] all = {"--set", "measure.perplexity_blocks=1000"};
    run("anchors", all);
    assertThat(ablate("--variants", "gradient-difference")).isEqualTo(ExitCode.BAD_INPUT.number());
    assertThat(console.err()).contains("retain text that is not measured");

    assertThat(ablate("--variants", "gradient-difference", "--set", "retain="))
        .isEqualTo(ExitCode.BAD_INPUT.number());
    assertThat(console.err()).contains("add --retain");
  }

  private void prepare() {
    assertThat(run("anchors")).as(console.err()).isZero();
    assertThat(run("reinforce")).as(console.err()).isZero();
  }

  private int ablate(String... more) {
    List<String> arguments = new ArrayList<>(List.of("ablate", "--run", run.folder().toString()));
    arguments.addAll(Arrays.asList(more));
    return console.run(arguments.toArray(String[]::new));
  }

  private int run(String command, String... more) {
    List<String> arguments =
        TinyRun.arguments(command, model, run.folder(), folder, DEMO, List.of("labels.blocks=8"));
    arguments.addAll(Arrays.asList(more));
    return console.run(arguments.toArray(String[]::new));
  }
}
