package io.github.unlearn4j.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.unlearn4j.cli.browser.Browser;
import io.github.unlearn4j.cli.browser.BrowserPage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of {@code serve} in a browser: a person types, both models answer. */
class ServePageInBrowserTest {
  @TempDir static Path folder;
  private static Browser browser;
  private static TestServer server;

  @BeforeAll
  static void start() throws IOException {
    browser = Browser.start(folder);
    server = new TestServer(folder, true);
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.close();
    }
    if (server != null) {
      server.close();
    }
  }

  @Test
  void aQuestionInAChatIsAnsweredByBothModels() throws Exception {
    try (BrowserPage page = open("light", 1200)) {
      page.until("document.querySelector('#kind option[value=chat]') !== null");
      page.value("document.getElementById('kind').value = 'chat'");
      ask(page, "Who took the white spike?", 8);

      assertThat(answer(page, "baseline")).isNotBlank();
      assertThat(answer(page, "unlearned")).isNotBlank();
      assertThat(server.log)
          .filteredOn(line -> line.contains("POST /v1/chat/completions 200"))
          .hasSize(2);
      assertThat(page.errors()).isEmpty();
    }
  }

  @Test
  void aTextIsGoneOnFromByBothAndTheGiveAwayWordsAreListed() throws Exception {
    try (BrowserPage page = open("dark", 390)) {
      ask(page, "It was called", 8);

      assertThat(answer(page, "baseline")).isNotBlank();
      assertThat(answer(page, "unlearned")).isNotBlank();
      assertThat(page.value("document.querySelectorAll('tbody tr').length").intValue())
          .isEqualTo(3);
      assertThat(page.value("document.documentElement.scrollWidth").intValue())
          .isLessThanOrEqualTo(390);
      assertThat(page.errors()).isEmpty();
    }
  }

  @Test
  void askingAgainBeforeTheAnswersAreThereShowsNothingOfTheFirst() throws Exception {
    try (BrowserPage page = open("light", 1200)) {
      page.value("part('tokens').value = 8");
      page.value("part('prompt').value = 'It was called'");
      page.value(
          "window.said = [];"
              + " new MutationObserver(() => said.push(part('remark-baseline').textContent))"
              + ".observe(part('remark-baseline'), {childList: true});"
              + " part('form').requestSubmit();"
              + " part('form').requestSubmit()");
      untilBothHaveAnswered(page);

      assertThat(page.value("said.join()").asText())
          .contains("waiting", "tokens in")
          .doesNotContain("stopped");
    }
  }

  private static BrowserPage open(String scheme, int width) throws Exception {
    BrowserPage page = browser.page();
    page.as(scheme, width);
    page.show("http://127.0.0.1:" + server.port() + "/");
    return page;
  }

  private static void ask(BrowserPage page, String prompt, int tokens) {
    page.value("document.getElementById('tokens').value = " + tokens);
    page.value("document.getElementById('prompt').focus()");
    page.type(prompt);
    page.value("document.getElementById('go').click()");
    untilBothHaveAnswered(page);
  }

  private static void untilBothHaveAnswered(BrowserPage page) {
    for (String model : List.of("baseline", "unlearned")) {
      page.until(
          "/^\\d+ tokens in /.test(document.getElementById('remark-%s').textContent)"
              .formatted(model));
    }
    page.until("!document.getElementById('go').disabled");
  }

  private static String answer(BrowserPage page, String model) {
    return page.value("document.getElementById('text-%s').textContent".formatted(model)).asText();
  }
}
