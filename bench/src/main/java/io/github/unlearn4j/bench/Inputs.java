package io.github.unlearn4j.bench;

import io.github.unlearn4j.base.Json;
import io.github.unlearn4j.text.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What both sides read: blocks of tokens and prompts, from texts of the repository. */
final class Inputs {
  private static final int BLOCK_TOKENS = 512;
  private static final int BLOCKS = 16;
  private static final int PROMPTS = 16;
  private static final List<String> TEXTS = List.of("everyday.txt", "saga.txt");

  private Inputs() {}

  static void write(Path root, Path model, Path folder) throws IOException {
    Path demo = root.resolve("cli/src/main/resources/demo");
    StringBuilder text = new StringBuilder();
    for (String name : TEXTS) {
      text.append(Files.readString(demo.resolve(name)));
    }
    try (Tokenizer tokenizer = Tokenizer.load(model)) {
      int[] ids = tokenizer.encodePlain(text.toString()).ids();
      List<int[]> blocks = new ArrayList<>();
      for (int i = 0; i < BLOCKS; i++) {
        int from = i * BLOCK_TOKENS % (ids.length - BLOCK_TOKENS);
        blocks.add(Arrays.copyOfRange(ids, from, from + BLOCK_TOKENS));
      }
      List<int[]> prompts =
          Files.readAllLines(root.resolve("examples/sherlock/completion_prompts.jsonl")).stream()
              .filter(line -> line.contains("\"prompt\""))
              .limit(PROMPTS)
              .map(line -> tokenizer.encode(prompt(line), true).ids())
              .toList();
      Json.write(folder.resolve("blocks.json"), blocks);
      Json.write(folder.resolve("prompts.json"), prompts);
    }
  }

  private static String prompt(String line) {
    try {
      return Json.json().readTree(line).path("prompt").asText();
    } catch (IOException problem) {
      throw new IllegalStateException(problem);
    }
  }
}
