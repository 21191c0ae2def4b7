package io.github.unlearn4j.cli.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.unlearn4j.base.Progress;
import io.github.unlearn4j.model.ComputeType;
import io.github.unlearn4j.recipe.RecipeBuilder;
import io.github.unlearn4j.run.ReportStage;
import io.github.unlearn4j.run.RunContext;
import io.github.unlearn4j.run.RunDirectory;
import io.github.unlearn4j.run.report.BlockPage;
import io.github.unlearn4j.whp.BlockExplanation;
import io.github.unlearn4j.whp.LabelExplanation;
import io.github.unlearn4j.whp.LabelExplanation.Choice;
import io.github.unlearn4j.whp.LabelRule;
import io.github.unlearn4j.whp.LabelSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pages that a run leaves, as a browser shows them. */
class PagesInBrowserTest {
  @TempDir static Path folder;
  private static Browser browser;
  private static RunDirectory run;

  private BrowserPage page;

  @BeforeAll
  static void start() throws IOException {
    browser = Browser.start(folder);
    run = new RunDirectory(folder.resolve("run"));
    MeasuredRun.write(run);
    new ReportStage()
        .run(
            new RunContext(
                new RecipeBuilder().build(), run, ComputeType.FLOAT32, Progress.silent()));
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.close();
    }
  }

  @BeforeEach
  void open() throws Exception {
    page = browser.page();
  }

  @AfterEach
  void close() {
    page.close();
  }

  @Test
  void everyChartOfTheReportIsDrawnInLightAndDarkWideAndNarrow() throws IOException {
    for (String scheme : List.of("light", "dark")) {
      for (int width : List.of(1200, 390)) {
        page.as(scheme, width);
        page.show(run.report().toUri().toString());

        JsonNode charts = page.value(CHARTS);
        assertThat(charts).as("charts").hasSize(7);
        for (JsonNode chart : charts) {
          String which = "%s, %s, %d wide".formatted(chart.path("title").asText(), scheme, width);
          // A shape of its own for every dot, stripe, and point of a line.
          assertThat(chart.path("marks").intValue())
              .as(which)
              .isGreaterThanOrEqualTo(chart.path("points").intValue());
          assertThat(chart.path("width").intValue()).as(which).isBetween(200, width);
        }
        assertThat(page.value("document.documentElement.scrollWidth").intValue())
            .as("%s: nothing sticks out of a page %d wide", scheme, width)
            .isLessThanOrEqualTo(width);
        assertThat(page.errors()).isEmpty();
        keepPicture(scheme + "-" + width);
      }
    }
  }

  @Test
  void theChartsFollowWhenTheLightChanges() {
    page.as("light", 1200);
    page.show(run.report().toUri().toString());
    String light = page.value(FIRST_COLOUR).asText();

    page.as("dark", 1200);
    page.until("(" + FIRST_COLOUR + ") !== '" + light + "'");

    assertThat(light).isEqualTo("rgb(43, 95, 180)");
    assertThat(page.value(FIRST_COLOUR).asText()).isEqualTo("rgb(130, 174, 240)");
  }

  @Test
  void onPaperTheChartsAreLightAndStillThere() {
    page.as("dark", 1200);
    page.show(run.report().toUri().toString());
    page.value(
        "window.printed = []; addEventListener('beforeprint', () => "
            + "window.printed.push("
            + FIRST_COLOUR
            + "))");

    byte[] paper = page.printed();

    assertThat(new String(paper, 0, 5, java.nio.charset.StandardCharsets.US_ASCII))
        .isEqualTo("%PDF-");
    assertThat(page.value("printed").path(0).asText()).isEqualTo("rgb(43, 95, 180)");
    page.until("(" + FIRST_COLOUR + ") === 'rgb(130, 174, 240)'");
    assertThat(page.errors()).isEmpty();
  }

  @Test
  void pointingAtATokenOfABlockShowsWhyItHasItsLabel() throws IOException {
    Choice choice = new Choice(7, " Eve", 0.625, 0.25, 0, false);
    LabelExplanation why =
        new LabelExplanation(
            0,
            "so",
            "so",
            List.of(LabelRule.FIRST_OCCURRENCE),
            choice,
            choice,
            List.of(choice),
            List.of(choice),
            List.of());
    Path file = folder.resolve("block.html");
    Files.writeString(
        file,
        BlockPage.html(new BlockExplanation(3, "book", LabelSettings.DEFAULTS, List.of(why))));
    page.as("light", 390);
    page.show(file.toUri().toString());
    String shown = "getComputedStyle(document.querySelector('.tokens .note')).display";
    assertThat(page.value(shown).asText()).isEqualTo("none");

    page.value("document.querySelector('.tokens .t').focus()");

    assertThat(page.value(shown).asText()).isEqualTo("block");
    assertThat(page.errors()).isEmpty();
  }

  private static final String CHARTS =
      """
      [...document.querySelectorAll(".chart")].map(chart => {
        const data = JSON.parse(chart.nextElementSibling.textContent);
        const sample = document.body.appendChild(document.createElement("span"));
        const colours = ["curve", "before", "yardstick", "mixed"].map(name => {
          sample.style.color = "var(--" + name + ")";
          return getComputedStyle(sample).color;
        });
        sample.remove();
        const marks = [...chart.querySelectorAll("svg path, svg circle, svg rect")].filter(mark => {
          const fill = mark.getAttribute("fill");
          const counts = data.kind === "heat" ? /^(rgb|#)/.test(fill) : colours.includes(fill);
          return counts && mark.getBoundingClientRect().width > 0;
        });
        const legend = data.series.length > 1 && data.kind !== "heat" ? data.series.length : 0;
        return {
          title: data.title,
          points: data.series.reduce((sum, series) => sum + series.points.length, 0),
          marks: marks.length - legend,
          width: chart.querySelector("svg").getBoundingClientRect().width
        };
      })\
      """;

  /** Of a line that is drawn in the colour of the unlearned model. */
  private static final String FIRST_COLOUR =
      "document.querySelector('.chart.line svg path[fill=\"none\"][stroke-width=\"2\"]')"
          + ".getAttribute('stroke')";

  /** Where a person asks for them: -Dpictures=FOLDER. */
  private void keepPicture(String name) throws IOException {
    String wanted = System.getProperty("pictures");
    if (wanted != null) {
      page.picture(Path.of(wanted, "report-" + name + ".png"));
    }
  }
}
