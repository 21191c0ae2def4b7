package io.github.unlearn4j.run;

import io.github.unlearn4j.base.Progress;
import io.github.unlearn4j.model.Decoder;
import io.github.unlearn4j.model.Golden;
import io.github.unlearn4j.model.LoraDecoder;
import io.github.unlearn4j.recipe.Recipe;
import io.github.unlearn4j.recipe.RecipeBuilder;
import io.github.unlearn4j.tensor.Torch;
import io.github.unlearn4j.train.Example;
import io.github.unlearn4j.train.TrainLoop;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * A process of its own that trains a few steps and tells the most memory it took: memory that other
 * tests have freed and the allocator has kept would hide what is measured here.
 */
final class PeakMemory {
  /**
   * @param program resident bytes when a tiny model has been trained and closed
   * @param peak most resident bytes from then on
   * @param tokensPerSecond of all steps but the first
   */
  record Measured(long program, long peak, double tokensPerSecond) {}

  private PeakMemory() {}

  /** Trains {@code settings.reinforce} on random blocks in a new process. */
  static Measured ofReinforce(Path recipe) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(argument -> argument.matches("--(add|enable).*|-D(org\\.bytedeco|java\\.).*"))
            .toList());
    command.addAll(List.of("-XX:+UseSerialGC", "-Xmn64m")); // as the launcher does
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), PeakMemory.class.getName()));
    command.add(recipe.toString());
    command.add(Golden.family("llama3-rope").toString());
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    // What is in use, without the free pieces between that glibc keeps for the next tensors.
    builder.environment().put("MALLOC_MMAP_THRESHOLD_", "65536");
    Process process = builder.start();
    String[] words = new String(process.getInputStream().readAllBytes()).strip().split(" ");
    if (!process.waitFor(10, TimeUnit.MINUTES) || process.exitValue() != 0) {
      throw new IllegalStateException("the measured process failed");
    }
    return new Measured(
        Long.parseLong(words[0]), Long.parseLong(words[1]), Double.parseDouble(words[2]));
  }

  public static void main(String[] arguments) throws IOException {
    Recipe recipe = new RecipeBuilder().file(Path.of(arguments[0])).build();
    Torch.start(recipe.threads());
    RunContext context =
        new RunContext(
            recipe,
            new RunDirectory(Path.of("unused")),
            Machine.current().computeType(recipe.compute(), recipe.device()),
            Progress.silent());
    train(context, Path.of(arguments[1]), 0);
    long program = status("VmRSS:");
    double rate = train(context, Path.of(recipe.model()), recipe.text().blockTokens());
    System.out.println(program + " " + status("VmHWM:") + " " + rate);
  }

  /**
   * @param blockTokens 0: a few, so that no more than the program itself is in memory
   * @return tokens per second of all steps but the first
   */
  private static double train(RunContext context, Path model, int blockTokens) throws IOException {
    Recipe recipe = context.recipe();
    List<Double> seconds = new ArrayList<>();
    List<Long> tokens = new ArrayList<>();
    try (Decoder decoder =
        LoraDecoder.forTraining(
            model, context.compute(), recipe.reinforce().lora(), recipe.seed())) {
      // Pages of the checkpoint that were read count as resident until it is closed.
      Files.writeString(Path.of("/proc/self/clear_refs"), "5");
      TrainLoop.run(
          decoder,
          examples(decoder.config().vocabularySize(), recipe, Math.max(16, blockTokens)),
          recipe.reinforce(),
          recipe.seed(),
          report -> {
            seconds.add(report.seconds());
            tokens.add(report.tokens());
            return true;
          });
    }
    double all = seconds.stream().skip(1).mapToDouble(Double::doubleValue).sum();
    return tokens.stream().skip(1).mapToLong(Long::longValue).sum() / all;
  }

  private static List<Example> examples(int vocabulary, Recipe recipe, int blockTokens) {
    SplittableRandom random = new SplittableRandom(5);
    List<Example> examples = new ArrayList<>();
    for (int i = 0; i < recipe.reinforce().batchBlocks(); i++) {
      int[] ids = new int[blockTokens];
      Arrays.setAll(ids, place -> random.nextInt(vocabulary));
      examples.add(Example.languageModelling(ids));
    }
    return examples;
  }

  private static long status(String key) throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith(key))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) << 10)
        .findFirst()
        .orElseThrow();
  }
}
