package io.github.unlearn4j.whp;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.unlearn4j.base.Progress;
import io.github.unlearn4j.model.ComputeType;
import io.github.unlearn4j.model.Decoder;
import io.github.unlearn4j.model.Golden;
import io.github.unlearn4j.tensor.Device;
import io.github.unlearn4j.tensor.Torch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.assertj.core.data.Offset;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecoderLogitsTest {
  private static final Path LLAMA = Golden.family("llama");
  private static final int VOCABULARY = 96;
  private static final int CONTEXT = 64;

  @Test
  void rowsOfAPaddedBatchAreThoseOfEachSequenceAlone() {
    List<BlockLogits.Request> batch =
        List.of(
            new BlockLogits.Request(new int[] {5, 9, 33, 7, 80}, new int[] {0, 3, 4}),
            new BlockLogits.Request(new int[] {12, 1}, new int[] {1}));

    try (Decoder decoder = Decoder.load(LLAMA, ComputeType.FLOAT32);
        DecoderLogits logits = DecoderLogits.of(decoder)) {
      Map<String, float[]> rows = new ConcurrentHashMap<>();
      logits.forEachRow(
          batch, (sequence, position, row) -> rows.put(sequence + ":" + position, row.clone()));

      assertThat(rows.keySet()).containsExactlyInAnyOrder("0:0", "0:3", "0:4", "1:1");
      rows.forEach(
          (place, row) -> {
            int sequence = place.charAt(0) - '0';
            int position = place.charAt(2) - '0';
            assertThat(row)
                .containsExactly(alone(decoder, batch.get(sequence), position), within());
          });
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Float", "BFloat16"})
  void labelsAreTheSameWithTheModelsInTurnOrTogether(ScalarType format) {
    ComputeType compute = new ComputeType(format, Device.CPU);
    WordTokens tokens = new WordTokens();
    BlockTranslator translator =
        new BlockTranslator(
            new AnchorDictionary(List.of(Anchor.of("Ada", "Clementine"), Anchor.of("lamp", "cup"))),
            tokens,
            1);
    List<BlockTranslation> blocks = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      String text = "so Ada saw the lamp, and the lamp saw Ada.".substring(0, 42 - 5 * i);
      blocks.add(translator.translate(tokens.block(i, text)));
    }
    LabelSettings settings =
        new LabelSettings(
            LabelSettings.Mode.PAPER,
            LabelSettings.Form.HARD,
            LabelSettings.Offset.LOGITS,
            false,
            50,
            List.of(2.5),
            0,
            3);
    Supplier<DecoderLogits> baseline = () -> DecoderLogits.load(LLAMA, compute);
    Supplier<DecoderLogits> reinforced =
        () -> DecoderLogits.load(Golden.family("mistral"), compute);

    GenericLabels inTurn =
        new MakeLabels(settings, VOCABULARY, CONTEXT, Progress.silent(), 1, 40)
            .inTurn(blocks, baseline, reinforced);
    GenericLabels together;
    try (DecoderLogits one = baseline.get();
        DecoderLogits other = reinforced.get()) {
      together =
          new MakeLabels(settings, VOCABULARY, CONTEXT, Progress.silent())
              .together(blocks, one, other);
    }

    assertThat(inTurn.effort().rowsRedone()).isPositive();
    assertThat(inTurn.blocks()).usingRecursiveComparison().isEqualTo(together.blocks());
  }

  private static Offset<Float> within() {
    return Offset.offset(1e-5f);
  }

  private static float[] alone(Decoder decoder, BlockLogits.Request request, int position) {
    try (PointerScope scope = new PointerScope()) {
      long[] ids = Arrays.stream(request.ids()).asLongStream().toArray();
      Tensor hidden = decoder.hidden(Torch.longs(ids, 1, ids.length));
      Tensor row = hidden.narrow(0, position, 1);
      return Torch.toFloats(decoder.logits(row));
    }
  }
}
