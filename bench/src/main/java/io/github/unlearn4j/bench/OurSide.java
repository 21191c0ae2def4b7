package io.github.unlearn4j.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.unlearn4j.base.Json;
import io.github.unlearn4j.base.Progress;
import io.github.unlearn4j.model.ComputeType;
import io.github.unlearn4j.model.Decoder;
import io.github.unlearn4j.model.DecoderConfig;
import io.github.unlearn4j.model.Generator;
import io.github.unlearn4j.model.LoraDecoder;
import io.github.unlearn4j.recipe.ComputeChoice;
import io.github.unlearn4j.recipe.Recipe;
import io.github.unlearn4j.recipe.RecipeBuilder;
import io.github.unlearn4j.run.Machine;
import io.github.unlearn4j.text.Block;
import io.github.unlearn4j.text.Encoding;
import io.github.unlearn4j.text.Tokenizer;
import io.github.unlearn4j.train.Example;
import io.github.unlearn4j.train.StepReport;
import io.github.unlearn4j.train.TrainLoop;
import io.github.unlearn4j.train.TrainSettings;
import io.github.unlearn4j.whp.AnchorDictionary;
import io.github.unlearn4j.whp.BlockTranslation;
import io.github.unlearn4j.whp.BlockTranslator;
import io.github.unlearn4j.whp.DecoderLogits;
import io.github.unlearn4j.whp.MakeLabels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** One measurement of our side, in a process of its own; see {@link Sides}. */
final class OurSide {
  /** Blocks of an optimiser step, and of those the ones computed together. */
  static final int STEP_BLOCKS = 8;

  private final Path model;
  private final Path inputs;
  private final boolean quick;
  private final String deviceName;
  private final boolean recompute;
  private final ComputeType compute;

  private OurSide(Path model, Path inputs, boolean quick, String deviceName, boolean recompute) {
    this.model = model;
    this.inputs = inputs;
    this.quick = quick;
    this.deviceName = deviceName;
    this.recompute = recompute;
    compute = Machine.current().computeType(ComputeChoice.AUTO, deviceName);
  }

  public static void main(String[] arguments) throws IOException {
    Work work = Work.named(arguments[0]);
    Path root = Path.of(arguments[6]);
    OurSide side =
        new OurSide(
            Path.of(arguments[1]),
            Path.of(arguments[2]),
            arguments[3].equals("quick"),
            arguments[4],
            arguments[5].equals("recompute"));
    Sample sample =
        switch (work) {
          case TRAIN -> side.train(1);
          case LORA, LORA_PEFT -> side.train(1, "finetune.lora.rank=16");
          case LENGTH -> side.length();
          case LABELS -> side.labels();
          case GENERATE -> side.generate();
          case BOUND -> side.bound();
          case SCORING, FIRST_TOKEN, FORGET ->
              new CommandLineWork(root, side.inputs, side.deviceName).run(work, side.model);
        };
    System.out.println(Json.json().writeValueAsString(sample));
  }

  private Sample sample(double seconds, double units, String note) throws IOException {
    return new Sample(seconds, units, peakBytes(), note);
  }

  /** Steps behind a first one, which warms up; {@code settings} on top of the usual. */
  private Sample train(int times, String... settings) throws IOException {
    int steps = (quick ? 1 : 3) * times;
    RecipeBuilder recipe =
        new RecipeBuilder()
            .set("finetune.batch_blocks=" + (quick ? 2 : STEP_BLOCKS))
            .set("finetune.micro_batch_blocks=" + (quick ? 1 : 4))
            .set("finetune.learning_rate=1e-6")
            .set("finetune.epochs=1000")
            .set("finetune.recompute=" + recompute)
            .set("finetune.max_steps=" + (1 + steps));
    List.of(settings).forEach(recipe::set);
    TrainSettings finetune = recipe.build().finetune();
    List<Example> examples = blocks("blocks").stream().map(Example::languageModelling).toList();
    List<StepReport> reports = new ArrayList<>();
    try (Decoder decoder = LoraDecoder.forTraining(model, compute, finetune.lora(), 1)) {
      TrainLoop.run(decoder, examples, finetune, 1, reports::add);
    }
    List<StepReport> timed = reports.subList(1, reports.size());
    return sample(
        timed.stream().mapToDouble(StepReport::seconds).sum(),
        timed.stream().mapToLong(StepReport::tokens).sum(),
        compute.format());
  }

  /** Once, twice and four times as many blocks: seconds for each, and the peak after each. */
  private Sample length() throws IOException {
    StringBuilder note = new StringBuilder();
    Sample once = null;
    for (int times : new int[] {1, 2, 4}) {
      Sample sample = train(times);
      once = once == null ? sample : once;
      double relative = sample.seconds() / (once.seconds() * times);
      note.append(
          "%d×: %.1f s, %.3f of linear, peak %.2f GiB; "
              .formatted(times, sample.seconds(), relative, peakBytes() / (double) (1L << 30)));
    }
    return sample(once.seconds(), once.units(), note.toString());
  }

  private Sample labels() throws IOException {
    Recipe recipe =
        new RecipeBuilder().set("labels.mode=bootstrap-only").set("labels.form=hard").build();
    try (Tokenizer tokenizer = Tokenizer.load(model);
        DecoderLogits baseline = DecoderLogits.load(model, compute);
        DecoderLogits reinforced = DecoderLogits.load(model, compute)) {
      BlockTranslator translator =
          new BlockTranslator(new AnchorDictionary(List.of()), tokenizer, 1);
      List<int[]> blocks = blocks("blocks");
      List<BlockTranslation> translations = new ArrayList<>();
      for (int[] ids : blocks) {
        String text = tokenizer.decode(ids);
        Encoding encoding = tokenizer.encodePlain(text);
        translations.add(
            translator.translate(new Block(translations.size(), "blocks", text, encoding)));
      }
      MakeLabels labels =
          new MakeLabels(recipe.labels(), tokenizer.vocabularySize(), 8192, Progress.silent());
      int warm = 1;
      int timed = quick ? 2 : STEP_BLOCKS;
      labels.together(translations.subList(0, warm), baseline, reinforced);
      List<BlockTranslation> work = translations.subList(warm, warm + timed);
      long start = System.nanoTime();
      labels.together(work, baseline, reinforced);
      double seconds = (System.nanoTime() - start) / 1e9;
      long tokens = work.stream().mapToLong(each -> each.block().tokens().length()).sum();
      return sample(seconds, tokens, compute.format());
    }
  }

  private Sample generate() throws IOException {
    int tokens = quick ? 8 : 64;
    List<int[]> prompts = blocks("prompts");
    Generator.Options options = new Generator.Options(tokens, 0, 1, new int[0]);
    try (Decoder decoder = Decoder.load(model, compute)) {
      Generator.generate(decoder, prompts, options);
      long start = System.nanoTime();
      List<int[]> answers = Generator.generate(decoder, prompts, options);
      double seconds = (System.nanoTime() - start) / 1e9;
      long made = answers.stream().mapToLong(answer -> answer.length).sum();
      return sample(seconds, made, compute.format());
    }
  }

  private Sample bound() {
    DecoderConfig config = DecoderConfig.of(Json.read(model.resolve("config.json")));
    return new MatrixProducts(config, compute).time(quick ? 1 : 5);
  }

  /** Lists of token ids from the inputs' folder. */
  private List<int[]> blocks(String name) {
    List<int[]> blocks = new ArrayList<>();
    for (JsonNode ids : Json.read(inputs.resolve(name + ".json"))) {
      int[] block = new int[ids.size()];
      for (int i = 0; i < block.length; i++) {
        block[i] = ids.get(i).asInt();
      }
      blocks.add(block);
    }
    return blocks;
  }

  /**
   * The most memory this process has held, from the system; 0 where it does not tell, and on a
   * card, whose memory the system does not know.
   */
  private long peakBytes() throws IOException {
    if (compute.device().isCard()) {
      return 0;
    }
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return 0;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) << 10)
        .findFirst()
        .orElse(0);
  }
}
