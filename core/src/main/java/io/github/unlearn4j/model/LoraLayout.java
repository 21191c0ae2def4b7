package io.github.unlearn4j.model;

import io.github.unlearn4j.base.UserError;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where the pairs of a LoRA adapter lie in one flat buffer. Of projections that one matrix product
 * serves together (q, k, v; gate, up) the A matrices lie behind one another, so that one product
 * serves them, too.
 */
final class LoraLayout {
  /** A pair starts on a 256-byte boundary of float32. */
  private static final long ALIGNMENT = 64;

  /**
   * One adapted projection.
   *
   * @param path its name in the checkpoint, without ".weight"
   * @param inputs columns of its weight
   * @param outputs rows of its weight
   * @param firstOutput where its outputs begin in those of its group
   * @param down offset of A [rank, inputs]
   * @param up offset of B [outputs, rank]
   */
  record Pair(String path, long inputs, long outputs, long firstOutput, long down, long up) {}

  private final int rank;
  private final Map<String, List<Pair>> groups = new LinkedHashMap<>();
  private long length;

  /** The pairs that settings ask for. */
  static LoraLayout of(DecoderConfig config, LoraSettings settings) {
    List<String> paths = new ArrayList<>();
    for (ParameterLayout.Entry entry : projections(config)) {
      if (settings.modules().contains(module(path(entry)))) {
        checkRank(settings.rank(), path(entry), entry.shape()[0], entry.shape()[1]);
        paths.add(path(entry));
      }
    }
    return new LoraLayout(config, settings.rank(), paths);
  }

  /**
   * The pairs beside these projections.
   *
   * @param paths names in the checkpoint without ".weight", all of them known
   */
  LoraLayout(DecoderConfig config, int rank, Collection<String> paths) {
    this.rank = rank;
    Set<String> wanted = new LinkedHashSet<>(paths);
    List<ParameterLayout.Entry> group = new ArrayList<>();
    for (ParameterLayout.Entry entry : projections(config)) {
      if (!entry.joined()) {
        add(group, wanted);
        group.clear();
      }
      group.add(entry);
    }
    add(group, wanted);
  }

  /** Every projection that can have a pair, by its name without ".weight". */
  static Map<String, long[]> shapes(DecoderConfig config) {
    Map<String, long[]> shapes = new LinkedHashMap<>();
    projections(config).forEach(entry -> shapes.put(path(entry), entry.shape()));
    return shapes;
  }

  /** The last part of a projection's name: q_proj and so on. */
  static String module(String path) {
    return path.substring(path.lastIndexOf('.') + 1);
  }

  int rank() {
    return rank;
  }

  /** Pairs by the first projection of their group, whether that one has a pair or not. */
  Map<String, List<Pair>> groups() {
    return groups;
  }

  List<Pair> pairs() {
    return groups.values().stream().flatMap(List::stream).toList();
  }

  /** Elements of the flat buffer, gaps included. */
  long length() {
    return length;
  }

  private void add(List<ParameterLayout.Entry> group, Set<String> wanted) {
    List<ParameterLayout.Entry> adapted =
        group.stream().filter(entry -> wanted.contains(path(entry))).toList();
    if (adapted.isEmpty()) {
      return;
    }
    align();
    long down = length;
    long inputs = adapted.getFirst().shape()[1];
    length += adapted.size() * rank * inputs;
    List<Pair> pairs = new ArrayList<>();
    long firstOutput = 0;
    for (ParameterLayout.Entry entry : group) {
      long outputs = entry.shape()[0];
      if (adapted.contains(entry)) {
        align();
        pairs.add(new Pair(path(entry), inputs, outputs, firstOutput, down, length));
        down += rank * inputs;
        length += outputs * rank;
      }
      firstOutput += outputs;
    }
    groups.put(path(group.getFirst()), pairs);
  }

  private static void checkRank(int rank, String path, long outputs, long inputs) {
    if (rank > Math.min(inputs, outputs)) {
      throw UserError.badSetting(
          "lora.rank is %d but %s is %d x %d; choose a rank of at most %d"
              .formatted(rank, path, outputs, inputs, Math.min(inputs, outputs)));
    }
  }

  private void align() {
    length = (length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }

  private static List<ParameterLayout.Entry> projections(DecoderConfig config) {
    return new ParameterLayout(config)
        .entries().stream().filter(entry -> entry.name().endsWith("_proj.weight")).toList();
  }

  private static String path(ParameterLayout.Entry entry) {
    return entry.name().substring(0, entry.name().length() - ".weight".length());
  }
}
