package io.github.unlearn4j.run.ablation;

import io.github.unlearn4j.measure.MeasuredModel;
import io.github.unlearn4j.model.AdapterFolder;
import io.github.unlearn4j.model.Decoder;
import io.github.unlearn4j.model.LogitSource;
import io.github.unlearn4j.run.RunContext;
import io.github.unlearn4j.whp.GenericLogits;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BinaryOperator;
import org.bytedeco.pytorch.Tensor;

/** Equation (1) while answering: two models on the original text, and nothing is trained. */
record InferenceVariant(String name, Double alpha) implements Variant {

  @Override
  public boolean needsReinforced() {
    return true;
  }

  @Override
  public List<String> settings() {
    return List.of("labels.offset");
  }

  @Override
  public void run(VariantWork work) {
    RunContext context = work.context();
    Path reinforced = context.directory().reinforced();
    BinaryOperator<Tensor> equation =
        GenericLogits.equation(alpha, work.recipe().labels().offset());
    if (AdapterFolder.isAdapter(reinforced)) {
      try (Decoder decoder = context.load(reinforced)) {
        measure(work, LogitSource.withoutAndWithAdapter(decoder, equation));
      }
      return;
    }
    try (Decoder baseline = context.load(Path.of(work.recipe().model()));
        Decoder other = context.load(reinforced)) {
      measure(work, LogitSource.of(baseline, other, equation));
    }
  }

  private static void measure(VariantWork work, LogitSource source) {
    work.measureEnd(0, MeasuredModel.of(source, work.tokenizer()));
  }
}
