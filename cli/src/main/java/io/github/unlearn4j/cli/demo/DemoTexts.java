package io.github.unlearn4j.cli.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The texts of the demo's small world: the saga, what is said about it, the everyday text to learn
 * from, and everyday text of the same kind that no model of the demo has read, for the retain
 * measurements.
 */
public final class DemoTexts {
  /** Stands between two sketches. */
  static final String SKETCH_BREAK = "\n\n* * *\n\n";

  private static final int EVERYDAY_WORDS = 300_000;
  private static final int TALK_WORDS = 16_000;
  private static final int RETAIN_WORDS = 6_000;
  private static final long EVERYDAY_SEED = 20_231_004;
  private static final long TALK_SEED = 37;
  private static final long RETAIN_SEED = 8_940;
  private static final int HELD_OUT_EVERY = 10;

  private DemoTexts() {}

  /** The text that the demo forgets. */
  public static String saga() {
    return read("saga.txt");
  }

  /** What readers of the saga say about it; it belongs to what the demo forgets. */
  public static String talk() {
    return EverydayWriter.ofTalkAboutTheSaga().write(TALK_WORDS, TALK_SEED);
  }

  /** Everyday text to train on: the sketches written by hand, then the generated ones. */
  public static String everyday() {
    return String.join(SKETCH_BREAK, sketches(false))
        + SKETCH_BREAK
        + EverydayWriter.ofEverydayLife().write(EVERYDAY_WORDS, EVERYDAY_SEED);
  }

  /** Everyday text of the same kind that is kept from the training, one of ten sketches in it. */
  public static String retain() {
    return String.join(SKETCH_BREAK, sketches(true))
        + SKETCH_BREAK
        + EverydayWriter.ofEverydayLife().write(RETAIN_WORDS, RETAIN_SEED);
  }

  private static List<String> sketches(boolean heldOut) {
    List<String> all = List.of(read("everyday.txt").strip().split("\n\n\\* \\* \\*\n\n"));
    List<String> chosen = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      if ((i % HELD_OUT_EVERY == HELD_OUT_EVERY - 1) == heldOut) {
        chosen.add(all.get(i));
      }
    }
    return chosen;
  }

  static List<String> lines(String name) {
    return read(name).lines().toList();
  }

  static String read(String name) {
    try (InputStream in = DemoTexts.class.getResourceAsStream("/demo/" + name)) {
      if (in == null) {
        throw new IllegalStateException("the build lacks the resource demo/" + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
