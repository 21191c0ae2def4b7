package io.github.unlearn4j.bench;

import io.github.unlearn4j.base.Json;
import io.github.unlearn4j.measure.tasks.MultipleChoiceTask;
import io.github.unlearn4j.measure.tasks.TaskFile;
import io.github.unlearn4j.text.Tokenizer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** What both sides read: blocks of tokens and prompts, from texts of the repository. */
final class Inputs {
  private static final int BLOCK_TOKENS = 512;
  private static final int BLOCKS = 16;
  private static final int PROMPTS = 16;

  /** Name of the file that {@link #writeItems} makes. */
  static final String ITEMS = "hellaswag.jsonl";

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

  /** The first {@code count} HellaSwag items of a folder, so that both sides score the same. */
  static void writeItems(Path data, Path folder, int count) throws IOException {
    Path file = TaskFile.find(MultipleChoiceTask.named("hellaswag"), data);
    try (InputStream bytes = Files.newInputStream(file);
        InputStream plain = file.toString().endsWith(".gz") ? new GZIPInputStream(bytes) : bytes) {
      List<String> lines =
          new BufferedReader(new InputStreamReader(plain, StandardCharsets.UTF_8))
              .lines()
              .filter(line -> !line.isBlank())
              .limit(count)
              .toList();
      Files.write(folder.resolve(ITEMS), lines);
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
