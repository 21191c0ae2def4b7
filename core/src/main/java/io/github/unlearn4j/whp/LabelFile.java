package io.github.unlearn4j.whp;

import io.github.unlearn4j.base.UserError;
import io.github.unlearn4j.tensor.Torch;
import io.github.unlearn4j.train.Example;
import io.github.unlearn4j.train.SoftTargets;
import io.github.unlearn4j.weights.SafetensorsFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * {@code labels.safetensors}: {@link GenericLabels} as plain int32 tensors that any other trainer
 * can read. {@code block} [blocks] and {@code length} [blocks]; {@code ids}, {@code map} and one
 * {@code labels.alpha_N} for each alpha, all [blocks, longest], filled up with 0, −1 and −100. The
 * label at {@code i} is what position {@code i} is to predict: it is shifted already. Labels of
 * form soft add {@code soft.ids} and {@code soft.probabilities} (float16), {@code soft.width} for
 * each position.
 */
final class LabelFile {
  private static final String LABELS = "labels.alpha_";
  private static final String SOFT_IDS = "soft.ids";
  private static final String SOFT_PROBABILITIES = "soft.probabilities";

  private LabelFile() {}

  static void write(Path file, GenericLabels labels) {
    List<LabelledBlock> blocks = labels.blocks();
    try (PointerScope scope = new PointerScope()) {
      Map<String, Tensor> tensors = new LinkedHashMap<>();
      tensors.put("block", column(blocks.stream().mapToInt(LabelledBlock::index).toArray()));
      tensors.put("length", column(blocks.stream().mapToInt(each -> each.ids().length).toArray()));
      tensors.put("ids", padded(blocks.stream().map(LabelledBlock::ids).toList(), 0));
      tensors.put(
          "map", padded(blocks.stream().map(LabelledBlock::map).toList(), PositionMap.NONE));
      List<String> names = new ArrayList<>();
      for (int alpha = 0; alpha < labels.alphas().size(); alpha++) {
        int place = alpha;
        String name = plain(labels.alphas().get(alpha));
        names.add(name);
        List<int[]> rows = blocks.stream().map(each -> each.labels()[place]).toList();
        tensors.put(LABELS + name, padded(rows, Example.IGNORED));
      }
      if (!blocks.isEmpty() && blocks.getFirst().soft() != null) {
        writeSoft(blocks, tensors);
      }
      SafetensorsFile.write(
          file, tensors, Map.of("format", "generic labels", "alphas", String.join(" ", names)));
    }
  }

  static GenericLabels read(Path file) {
    try (PointerScope scope = new PointerScope();
        SafetensorsFile open = SafetensorsFile.open(file)) {
      String alphas = open.metadata().get("alphas");
      if (alphas == null) {
        throw UserError.badInput("%s holds no labels: make them again".formatted(file));
      }
      List<String> names = List.of(alphas.split(" "));
      int[] lengths = numbers(open, "length");
      int[] indexes = numbers(open, "block");
      int[] ids = numbers(open, "ids");
      int[] maps = numbers(open, "map");
      List<int[]> labels = names.stream().map(name -> numbers(open, LABELS + name)).toList();
      int width = lengths.length == 0 ? 0 : ids.length / lengths.length;
      SoftTargets soft = readSoft(open);
      List<LabelledBlock> blocks = new ArrayList<>();
      for (int block = 0; block < lengths.length; block++) {
        int from = block * width;
        int to = from + lengths[block];
        blocks.add(
            new LabelledBlock(
                indexes[block],
                Arrays.copyOfRange(ids, from, to),
                Arrays.copyOfRange(maps, from, to),
                labels.stream()
                    .map(column -> Arrays.copyOfRange(column, from, to))
                    .toArray(int[][]::new),
                cut(soft, from, to)));
      }
      return new GenericLabels(
          names.stream().map(Double::valueOf).toList(), blocks, GenericLabels.Effort.UNKNOWN);
    }
  }

  private static void writeSoft(List<LabelledBlock> blocks, Map<String, Tensor> tensors) {
    int width = blocks.getFirst().soft().perPosition();
    tensors.put(SOFT_IDS, padded(blocks.stream().map(each -> each.soft().ids()).toList(), 0));
    int longest = blocks.stream().mapToInt(each -> each.soft().ids().length).max().orElseThrow();
    float[] probabilities = new float[blocks.size() * longest];
    for (int block = 0; block < blocks.size(); block++) {
      float[] row = blocks.get(block).soft().probabilities();
      System.arraycopy(row, 0, probabilities, block * longest, row.length);
    }
    tensors.put(
        SOFT_PROBABILITIES,
        Torch.floats(probabilities, blocks.size(), longest / width, width).to(ScalarType.Half));
    tensors.put("soft.width", column(new int[] {width}));
  }

  /** All blocks' distributions, padded as in the file; null if it has none. */
  private static SoftTargets readSoft(SafetensorsFile file) {
    return file.names().contains(SOFT_IDS)
        ? new SoftTargets(
            numbers(file, "soft.width")[0],
            numbers(file, SOFT_IDS),
            Torch.toFloats(file.tensor(SOFT_PROBABILITIES)))
        : null;
  }

  private static SoftTargets cut(SoftTargets all, int from, int to) {
    if (all == null) {
      return null;
    }
    int width = all.perPosition();
    return new SoftTargets(
        width,
        Arrays.copyOfRange(all.ids(), from * width, to * width),
        Arrays.copyOfRange(all.probabilities(), from * width, to * width));
  }

  private static Tensor column(int[] values) {
    return tensor(values, values.length);
  }

  private static Tensor padded(List<int[]> rows, int filler) {
    int width = rows.stream().mapToInt(row -> row.length).max().orElse(0);
    int[] values = new int[rows.size() * width];
    Arrays.fill(values, filler);
    for (int row = 0; row < rows.size(); row++) {
      System.arraycopy(rows.get(row), 0, values, row * width, rows.get(row).length);
    }
    return tensor(values, rows.size(), width);
  }

  private static Tensor tensor(int[] values, long... shape) {
    Tensor tensor = Torch.ints(values, shape);
    return tensor;
  }

  private static int[] numbers(SafetensorsFile file, String name) {
    return Arrays.stream(Torch.toLongs(file.tensor(name))).mapToInt(Math::toIntExact).toArray();
  }

  /** 5 rather than 5.0. */
  private static String plain(double alpha) {
    return alpha == Math.rint(alpha) && alpha < 1e9
        ? Long.toString((long) alpha)
        : Double.toString(alpha);
  }
}
