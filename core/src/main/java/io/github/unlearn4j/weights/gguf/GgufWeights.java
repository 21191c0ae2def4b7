package io.github.unlearn4j.weights.gguf;

import io.github.unlearn4j.base.UserError;
import io.github.unlearn4j.weights.PendingTensor;
import io.github.unlearn4j.weights.SafetensorsType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.LongUnaryOperator;

/** Which tensor of a GGUF file becomes which weight of the checkpoint, and how. */
final class GgufWeights {
  /** Tables that follow from the metadata and are no weights. */
  private static final Set<String> NOT_WEIGHTS = Set.of(RopeScaling.FACTORS);

  private final GgufFile file;
  private final GgufArchitecture architecture;
  private final GgufShape shape;
  private final Map<String, Target> targets = new LinkedHashMap<>();

  /** What a tensor is called in {@code transformers}, and what its shape must be. */
  private record Target(String name, long[] shape, LongUnaryOperator sourceRow) {}

  GgufWeights(GgufFile file, GgufArchitecture architecture, GgufShape shape) {
    this.file = file;
    this.architecture = architecture;
    this.shape = shape;
    plan();
    check();
  }

  /** llama.cpp stores the head only when it is not the embedding. */
  boolean tiedHead() {
    return !file.tensors().containsKey("output.weight");
  }

  /** Every weight, made when it is written; {@code done} hears the file's tensor each time. */
  List<PendingTensor> pending(SafetensorsType type, Consumer<GgufTensor> done) {
    List<PendingTensor> pending = new ArrayList<>();
    targets.forEach(
        (name, target) -> {
          GgufTensor tensor = file.tensors().get(name);
          pending.add(
              new PendingTensor(
                  target.name,
                  type,
                  target.shape,
                  () -> {
                    var values = Dequantize.toFloat32(tensor, target.sourceRow);
                    done.accept(tensor);
                    return values;
                  }));
        });
    return pending;
  }

  private void plan() {
    plain("token_embd.weight", "model.embed_tokens.weight", shape.vocabulary(), shape.hidden());
    for (int layer = 0; layer < shape.layers(); layer++) {
      planLayer("blk.%d.".formatted(layer), "model.layers.%d.".formatted(layer));
    }
    plain("output_norm.weight", "model.norm.weight", shape.hidden());
    if (!tiedHead()) {
      plain("output.weight", "lm_head.weight", shape.vocabulary(), shape.hidden());
    }
  }

  private void planLayer(String from, String to) {
    long hidden = shape.hidden();
    long queries = (long) shape.heads() * shape.headSize();
    long keys = (long) shape.keyValueHeads() * shape.headSize();
    plain(from + "attn_norm.weight", to + "input_layernorm.weight", hidden);
    projection(from + "attn_q", to + "self_attn.q_proj", queries, hidden, rotaryOrder());
    projection(from + "attn_k", to + "self_attn.k_proj", keys, hidden, rotaryOrder());
    projection(from + "attn_v", to + "self_attn.v_proj", keys, hidden, row -> row);
    plain(from + "attn_output.weight", to + "self_attn.o_proj.weight", hidden, queries);
    if (architecture == GgufArchitecture.QWEN3) {
      plain(from + "attn_q_norm.weight", to + "self_attn.q_norm.weight", shape.headSize());
      plain(from + "attn_k_norm.weight", to + "self_attn.k_norm.weight", shape.headSize());
    }
    plain(from + "ffn_norm.weight", to + "post_attention_layernorm.weight", hidden);
    plain(from + "ffn_gate.weight", to + "mlp.gate_proj.weight", shape.intermediate(), hidden);
    plain(from + "ffn_up.weight", to + "mlp.up_proj.weight", shape.intermediate(), hidden);
    plain(from + "ffn_down.weight", to + "mlp.down_proj.weight", hidden, shape.intermediate());
  }

  private void projection(
      String from, String to, long rows, long columns, LongUnaryOperator order) {
    targets.put(from + ".weight", new Target(to + ".weight", new long[] {rows, columns}, order));
    if (architecture == GgufArchitecture.QWEN2) {
      plain(from + ".bias", to + ".bias", rows);
    }
  }

  private void plain(String from, String to, long... wanted) {
    targets.put(from, new Target(to, wanted, row -> row));
  }

  /**
   * llama.cpp turns numbers 2i and 2i + 1 of a head together, {@code transformers} i and i + half:
   * row (part, i) of the checkpoint is row (i, part) of the file, for each head.
   */
  private LongUnaryOperator rotaryOrder() {
    if (!architecture.interleavedRotary()) {
      return row -> row;
    }
    long size = shape.headSize();
    long half = size / 2;
    return row -> row / size * size + row % size % half * 2 + row % size / half;
  }

  private void check() {
    targets.forEach(
        (name, target) -> {
          GgufTensor tensor = file.tensors().get(name);
          if (tensor == null) {
            throw UserError.badInput(
                "%s lacks tensor %s, which a %s model of %d layers has; fetch it again"
                    .formatted(file.path(), name, architecture.modelType(), shape.layers()));
          }
          if (!Arrays.equals(tensor.shape(), target.shape)) {
            throw UserError.badInput(
                "%s: tensor %s has shape %s but the metadata ask for %s"
                    .formatted(
                        file.path(),
                        name,
                        Arrays.toString(tensor.shape()),
                        Arrays.toString(target.shape)));
          }
        });
    Set<String> unknown = new TreeSet<>(file.tensors().keySet());
    unknown.removeAll(targets.keySet());
    unknown.removeAll(NOT_WEIGHTS);
    if (!unknown.isEmpty()) {
      throw UserError.badInput(
          "%s has %d tensors that no plain %s model has, such as %s; this variant cannot be imported"
              .formatted(
                  file.path(),
                  unknown.size(),
                  architecture.modelType(),
                  unknown.iterator().next()));
    }
  }
}
