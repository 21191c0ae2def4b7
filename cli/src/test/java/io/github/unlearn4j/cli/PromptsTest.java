package io.github.unlearn4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.unlearn4j.base.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PromptsTest {
  @TempDir Path folder;

  private final CapturedConsole console = new CapturedConsole();

  private int prompts(String url, Path target) {
    return console.run(
        "prompts",
        "--target",
        target.toString(),
        "--endpoint",
        url,
        "--endpoint-model",
        "m",
        "--out",
        folder.resolve("out").toString(),
        "--passages",
        "4");
  }

  @Test
  void promptsLieInTheFolderWithTheRepliesAndAreNotOverwritten() throws IOException {
    Path target = folder.resolve("book.txt");
    Files.writeString(target, "Ottoline Vane climbed Quillon Hill. ".repeat(100));
    try (CannedEndpoint endpoint =
        new CannedEndpoint(
            question ->
                "{\"prompts\": [{\"prompt\": \"In the evening the lady went up\", \"answers\":"
                    + " [\"Quillon Hill\"], \"subtlety\": 7}]}")) {
      assertThat(prompts(endpoint.url(), target)).as(console.err()).isZero();

      assertThat(console.out())
          .contains("1 prompts kept, 3 thrown away, from 4 replies")
          .contains("3  the same prompt again");
      assertThat(folder.resolve("out/completion_prompts.jsonl"))
          .content()
          .contains("{\"giveaways\":[\"Quillon Hill\"]}", "\"answers\":[\"Quillon Hill\"]");
      assertThat(folder.resolve("out/probability_prompts.jsonl"))
          .content()
          .contains("\"target\":[\"Quillon Hill\"],\"subtlety\":7,\"split\":\"tune\"");
      assertThat(folder.resolve("out/replies.jsonl")).content().hasLineCount(4);

      assertThat(prompts(endpoint.url(), target)).isEqualTo(ExitCode.BAD_SETTING.number());
      assertThat(console.err()).contains("may have been edited");
      assertThat(endpoint.questions).hasSize(4);
    }
  }

  @Test
  void whatIsMissingIsSaid() throws IOException {
    Path target = folder.resolve("book.txt");
    assertThat(prompts("http://localhost:1/v1", target)).isEqualTo(ExitCode.BAD_INPUT.number());
    Files.writeString(target, "Ottoline Vane climbed Quillon Hill. ".repeat(100));
    assertThat(prompts("localhost:1", target)).isEqualTo(ExitCode.BAD_SETTING.number());
    assertThat(console.err()).contains("--endpoint is 'localhost:1'");
  }
}
