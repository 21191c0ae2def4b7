package io.github.unlearn4j.model;

import io.github.unlearn4j.weights.SafetensorsFile;
import java.nio.file.Path;
import org.bytedeco.javacpp.PointerScope;

/** A stored adapter made ready to be trained on, which the program itself never asks for. */
public final class LoraFixture {
  private LoraFixture() {}

  public static Decoder forTraining(Path adapterFolder, ComputeType compute) {
    PeftConfig peft = PeftConfig.read(adapterFolder.resolve(AdapterFolder.CONFIG));
    Decoder decoder = Decoder.load(AdapterFolder.base(adapterFolder), compute);
    try (LoraAdapter stored = AdapterFolder.read(adapterFolder, decoder.config(), compute);
        PointerScope scope = new PointerScope();
        SafetensorsFile file = SafetensorsFile.open(adapterFolder.resolve(AdapterFolder.WEIGHTS))) {
      LoraLayout layout = new LoraLayout(decoder.config(), peft.rank(), stored.paths());
      LoraAdapter trained = new LoraAdapter(layout, peft.scaling(), compute, true);
      trained.tensors().forEach((name, place) -> place.copy_(file.tensor(name)));
      trained.publish();
      decoder.parameters().attach(trained);
    }
    return decoder;
  }
}
