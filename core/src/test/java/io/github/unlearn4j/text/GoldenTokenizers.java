package io.github.unlearn4j.text;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.type.TypeReference;
import io.github.unlearn4j.base.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The small tokenizers of {@code src/test/golden/tokenizers} and what Python makes of strings. */
public final class GoldenTokenizers {
  public static final String BYTE_LEVEL = "byte-level";
  public static final String BYTE_LEVEL_NFC = "byte-level-nfc";
  public static final String SENTENCE_PIECE = "sentence-piece";
  public static final List<String> ALL = List.of(BYTE_LEVEL, BYTE_LEVEL_NFC, SENTENCE_PIECE);

  private GoldenTokenizers() {}

  @JsonIgnoreProperties(ignoreUnknown = true)
  record Case(String text, int times, List<int[]> ids, List<int[]> withSpecials, String decoded) {
    String input() {
      return text.repeat(times);
    }

    /** Undoes the run-length form [[id, count], …]. */
    static int[] expand(List<int[]> runs) {
      return runs.stream()
          .flatMapToInt(run -> java.util.stream.IntStream.generate(() -> run[0]).limit(run[1]))
          .toArray();
    }
  }

  /**
   * Books and the like that tests use where they are to be had; they are no part of the project.
   */
  public static Path sharedData() {
    String given = System.getenv("UNLEARN4J_DATA");
    return Path.of(given == null ? "../../shared/data" : given);
  }

  public static Path folder(String name) {
    return Path.of("src/test/golden/tokenizers").resolve(name);
  }

  public static Tokenizer load(String name) {
    return Tokenizer.load(folder(name));
  }

  static List<Case> cases(Path expected) {
    try {
      return Json.json().readValue(Files.readString(expected), new TypeReference<List<Case>>() {});
    } catch (IOException problem) {
      throw new IllegalStateException("cannot read " + expected, problem);
    }
  }
}
