package io.github.unlearn4j.run;

import io.github.unlearn4j.model.AdapterFolder;
import io.github.unlearn4j.model.Decoder;
import io.github.unlearn4j.text.Block;
import io.github.unlearn4j.text.Tokenizer;
import io.github.unlearn4j.train.Example;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Trains the baseline further on the target (paper section 3.1). What it then predicts more
 * strongly than before is what is particular to the target.
 */
public final class ReinforceStage implements Stage {
  @Override
  public String name() {
    return "reinforce";
  }

  @Override
  public List<String> settings() {
    return List.of("seed", "compute", "text", "reinforce");
  }

  @Override
  public Map<String, List<Path>> inputs(RunContext context) {
    return Map.of(
        "model", List.of(Path.of(context.recipe().model())),
        "target", Texts.paths(context.recipe().target()));
  }

  @Override
  public List<Path> outputs(RunContext context) {
    return List.of(context.directory().reinforced());
  }

  @Override
  public void run(RunContext context) {
    Path model = Path.of(context.recipe().model());
    List<Example> examples;
    try (Tokenizer tokenizer = Tokenizer.load(model)) {
      List<Block> blocks = Texts.target(context.recipe(), tokenizer).trained();
      examples =
          blocks.stream().map(block -> Example.languageModelling(block.tokens().ids())).toList();
    }
    try (Decoder decoder = context.loadForTraining(context.recipe().reinforce())) {
      Training.run(
          context, name(), decoder, examples, context.recipe().reinforce(), report -> true);
      Path reinforced = context.directory().reinforced();
      if (decoder.adapter() == null) {
        decoder.saveForInference(reinforced);
      } else {
        AdapterFolder.write(reinforced, decoder.adapter(), decoder.config(), model);
      }
    }
  }
}
