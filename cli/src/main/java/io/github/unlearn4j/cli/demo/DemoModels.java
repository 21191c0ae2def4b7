package io.github.unlearn4j.cli.demo;

import io.github.unlearn4j.base.AtomicFiles;
import io.github.unlearn4j.base.Json;
import io.github.unlearn4j.base.Progress;
import io.github.unlearn4j.model.ComputeType;
import io.github.unlearn4j.model.Decoder;
import io.github.unlearn4j.text.Tokenizer;
import io.github.unlearn4j.train.Example;
import io.github.unlearn4j.train.TrainLoop;
import io.github.unlearn4j.train.TrainSettings;
import io.github.unlearn4j.weights.SafetensorsType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Trains the two models of the demo from nothing: the baseline on everyday text and the saga, the
 * yardstick on the everyday text alone, with one recipe. They ship with the command line; {@code
 * ./unlearn demo --remake} makes them again.
 */
public final class DemoModels {
  static final String BASELINE = "baseline";
  static final String NEVER_READ = "never-read";

  private static final int BLOCK_TOKENS = 256;
  private static final int EVERYDAY_PASSES = 3;

  /**
   * So often that the baseline knows the saga as a large model knows a famous book: what happens in
   * it, and not every word by heart. A text known by heart goes on in its own words whatever the
   * names in it are, and then the baseline cannot say what a stranger would expect.
   */
  private static final int SAGA_PASSES = 15;

  private static final int TALK_PASSES = 10;

  /** Each pass cuts the text elsewhere, so that blocks do not begin with the same words. */
  private static final int SHIFT = 101;

  private static final long SEED = 1;
  private static final TrainSettings SETTINGS =
      new TrainSettings(1, 0, 3e-3, TrainSettings.Schedule.COSINE, 50, 4, 4, 0.9, 0.98, 0, 1);

  private DemoModels() {}

  /** Trains both and leaves them in {@code folder} as checkpoints named baseline and never-read. */
  public static void make(Path folder, Progress progress) {
    Path blank = folder.resolve("blank");
    for (String file : List.of("config.json", "tokenizer.json", "tokenizer_config.json")) {
      AtomicFiles.write(blank.resolve(file), DemoTexts.read("model/" + file));
    }
    try (Tokenizer tokenizer = Tokenizer.load(blank)) {
      List<Example> everyday = examples(tokenizer, DemoTexts.everyday(), EVERYDAY_PASSES);
      List<Example> both = new ArrayList<>(everyday);
      both.addAll(examples(tokenizer, DemoTexts.saga(), SAGA_PASSES));
      both.addAll(examples(tokenizer, DemoTexts.talk(), TALK_PASSES));
      train(blank, both, folder.resolve(BASELINE), progress);
      train(blank, everyday, folder.resolve(NEVER_READ), progress);
    }
    AtomicFiles.deleteQuietly(blank);
  }

  static void train(Path blank, List<Example> examples, Path out, Progress progress) {
    String name = "train " + out.getFileName();
    try (Decoder decoder =
            Decoder.create(
                Json.read(blank.resolve("config.json")), blank, ComputeType.FLOAT32, SEED);
        Progress.Task task =
            progress.start(name, (long) examples.size() * BLOCK_TOKENS, "tokens")) {
      TrainLoop.run(
          decoder,
          examples,
          SETTINGS,
          SEED,
          step -> {
            task.advance(step.tokens(), "loss %.3f".formatted(step.loss()));
            return true;
          });
      decoder.save(out, SafetensorsType.BF16);
    }
  }

  static List<Example> examples(Tokenizer tokenizer, String text, int passes) {
    int[] ids = tokenizer.encode(text, false).ids();
    List<Example> examples = new ArrayList<>();
    for (int pass = 0; pass < passes; pass++) {
      for (int from = pass * SHIFT % BLOCK_TOKENS;
          from + BLOCK_TOKENS <= ids.length;
          from += BLOCK_TOKENS) {
        examples.add(Example.languageModelling(Arrays.copyOfRange(ids, from, from + BLOCK_TOKENS)));
      }
    }
    return examples;
  }
}
