package io.github.unlearn4j.model;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.unlearn4j.base.UserError;
import io.github.unlearn4j.kernels.Kernels;
import io.github.unlearn4j.tensor.Device;
import io.github.unlearn4j.tensor.PackedWeight;
import io.github.unlearn4j.tensor.Torch;
import io.github.unlearn4j.weights.Checkpoint;
import io.github.unlearn4j.weights.SafetensorsType;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * A causal language model of any of the families, driven by a {@link DecoderConfig}. The residual
 * stream is float32; matrix products run in the compute type. Methods are for one thread at a time,
 * but the package's own strands share it.
 */
public final class Decoder implements AutoCloseable {
  private final DecoderConfig config;
  private final JsonNode configFile;
  private final Path source;
  private final ComputeType computeType;
  private final Parameters parameters;
  private final LayerStack stack;
  private final BatchTables tables;
  private final Kernels kernels;
  private PackedWeight packedHead;
  private boolean recompute;

  private Decoder(
      JsonNode configFile,
      Path source,
      ComputeType computeType,
      boolean training,
      Kernels kernels) {
    Torch.start();
    this.kernels = kernels;
    this.configFile = configFile;
    this.source = source;
    this.computeType = computeType;
    config = DecoderConfig.of(configFile);
    parameters = new Parameters(config, computeType, training);
    stack = new LayerStack(config, parameters, kernels);
    tables = new BatchTables(config, computeType);
  }

  /** Loads a checkpoint folder for inference, or an adapter's base with the adapter beside it. */
  public static Decoder load(Path folder, ComputeType compute) {
    return AdapterFolder.isAdapter(folder)
        ? LoraDecoder.load(AdapterFolder.base(folder), folder, compute)
        : load(folder, compute, false, Kernels.fastest(compute.device()));
  }

  /** Loads a checkpoint with room for float32 master weights and gradients. */
  public static Decoder loadForTraining(Path folder, ComputeType compute) {
    return loadForTraining(folder, compute, Kernels.fastest(compute.device()));
  }

  /** The same with the given kernels. */
  static Decoder loadForTraining(Path folder, ComputeType compute, Kernels kernels) {
    return load(folder, compute, true, kernels);
  }

  /**
   * A new decoder with random weights: normal, standard deviation 0.02, projections into the
   * residual stream narrower by √(2 · layers) (GPT-2's initialisation); norms 1, biases 0.
   *
   * @param configFile what its {@code config.json} is to say
   * @param source folder whose tokenizer files {@link #save} copies
   */
  public static Decoder create(JsonNode configFile, Path source, ComputeType compute, long seed) {
    Decoder decoder =
        new Decoder(configFile, source, compute, true, Kernels.fastest(compute.device()));
    InitialWeights.fill(decoder.parameters.exact(), decoder.config.layers(), seed);
    decoder.parameters.publish();
    return decoder;
  }

  private static Decoder load(Path folder, ComputeType compute, boolean training, Kernels kernels) {
    try (Checkpoint checkpoint = Checkpoint.open(folder)) {
      Decoder decoder = new Decoder(checkpoint.config(), folder, compute, training, kernels);
      try {
        DecoderFiles.read(checkpoint, decoder.parameters);
        return decoder;
      } catch (RuntimeException problem) {
        decoder.close();
        throw problem;
      }
    }
  }

  public DecoderConfig config() {
    return config;
  }

  public ComputeType computeType() {
    return computeType;
  }

  /** Where it computes; ids and labels may lie anywhere, results lie there. */
  public Device device() {
    return computeType.device();
  }

  public Parameters parameters() {
    return parameters;
  }

  /** What training changes: the adapter's pairs if there are any, else all parameters. */
  public Trained trained() {
    return adapter() == null ? parameters : adapter();
  }

  /** The pairs beside the weights; null if there are none. */
  public LoraAdapter adapter() {
    return parameters.adapter();
  }

  /** With false the decoder computes as its base does; one set of weights serves both. */
  public void useAdapter(boolean used) {
    parameters.useAdapter(used);
  }

  /** Whether {@link #addGradient} keeps only each layer's input; the gradients are the same. */
  public void recompute(boolean wanted) {
    recompute = wanted;
  }

  /** The folder the checkpoint came from: tokenizer, chat template. */
  public Path source() {
    return source;
  }

  /**
   * The last hidden states behind the final norm. Pad shorter sequences on the right: a position
   * never sees what comes after it.
   *
   * @param ids int64 [batch, time]
   * @return [batch · time, hidden] in the compute dtype
   */
  public Tensor hidden(Tensor ids) {
    int time = (int) ids.size(1);
    return hidden(ids, (from, end) -> batch(end - from, time));
  }

  /** The same for trees of tokens, each with so many columns. */
  Tensor hidden(Tensor ids, List<TokenTree> trees, int time) {
    return hidden(ids, (from, end) -> tables.trees(trees.subList(from, end), time));
  }

  private Tensor hidden(Tensor ids, BatchPart.Shapes shapes) {
    Torch.start();
    List<BatchPart> parts = BatchPart.of(device().take(ids), shapes, device());
    if (parts.size() == 1) {
      return stack.forward(embed(ids), parts.getFirst().shape());
    }
    Tensor all = Torch.empty(device(), computeType.scalarType(), ids.numel(), config.hiddenSize());
    Strands.run(
        parts.size(),
        strand -> {
          try (PointerScope scope = new PointerScope()) {
            BatchPart part = parts.get(strand);
            part.rows(all).copy_(stack.forward(embed(part.ids()), part.shape()));
          }
        });
    return all;
  }

  /**
   * The last hidden state of each sequence, [batch, hidden], after new columns behind those in the
   * cache; see {@link Generator}.
   *
   * @param ids int64 [batch, time]
   */
  Tensor lastHidden(Tensor ids, Attention.Batch batch, KvCache cache) {
    Torch.start();
    return stack.lastOfForward(embed(ids), batch, cache);
  }

  /** Some rows [rows, hidden] of all, by their numbers. */
  public Tensor rows(Tensor hidden, long[] rows) {
    return Torch.rows(hidden, device().take(Torch.longs(rows, rows.length)));
  }

  /** Logits float32 [rows, vocabulary] of hidden rows [rows, hidden]; take few rows at a time. */
  public Tensor logits(Tensor hiddenRows) {
    Tensor narrow =
        packedHead == null ? torch.linear(hiddenRows, head()) : packedHead.linear(hiddenRows, null);
    return narrow.to(ScalarType.Float);
  }

  /**
   * Packs all matrices for many passes with few rows; null where the machine cannot. Nothing may
   * change the weights until the result is closed.
   */
  PackedWeights pack(int rows) {
    if (!device().isCpu() || !PackedWeight.available(computeType.scalarType())) {
      return null;
    }
    PackedWeights copies = new PackedWeights(rows);
    stack.pack(copies);
    packedHead = copies.add(head(), () -> packedHead = null);
    return copies;
  }

  /**
   * Distributions to learn instead of labels; see the train package.
   *
   * @param ids int64 [batch · time, k]
   * @param probabilities float32 [batch · time, k]
   */
  public record SoftTargets(Tensor ids, Tensor probabilities) {}

  /** The same with hard labels only. */
  public double addGradient(Tensor ids, Tensor labels, double scale) {
    return addGradient(ids, labels, null, scale);
  }

  /**
   * Adds the gradient of one micro-batch to that of {@link #trained()}.
   *
   * @param ids int64 [batch, time], on the CPU like labels and soft targets
   * @param labels int64 [batch · time]: what each position is to predict, −100 for nothing
   * @param soft learnt instead of the labels where there is a label; or null
   * @param scale the gradient is that of {@code scale · Σ cross-entropy}
   * @return Σ of the cross-entropies (natural log), not scaled
   */
  public double addGradient(Tensor ids, Tensor labels, SoftTargets soft, double scale) {
    Torch.start();
    int time = (int) ids.size(1);
    try (PointerScope scope = new PointerScope()) {
      List<BatchPart> parts =
          BatchPart.of(device().take(ids), (from, end) -> batch(end - from, time), device());
      try (DividedPass pass = DividedPass.forward(stack, parts, this::embed, recompute)) {
        Tensor headGradient = parameters.weightGradient(headName());
        HeadLoss.Result loss =
            HeadLoss.of(
                kernels, device(), pass.normed(), labels, soft, head(), headGradient, scale);
        Tensor embeddingGradient = parameters.weightGradient(ParameterLayout.EMBEDDING);
        pass.backward(loss.hiddenGradient(), embeddingGradient);
        return loss.sum();
      }
    }
  }

  /** Writes a folder that transformers loads, in the compute type: enough to compute with. */
  public void saveForInference(Path folder) {
    save(folder, SafetensorsType.of(computeType.scalarType()));
  }

  /** The same in this number format. */
  public void save(Path folder, SafetensorsType format) {
    if (adapter() != null) {
      throw new IllegalStateException("the weights are the base's: save the adapter, then merge");
    }
    DecoderFiles.write(folder, configFile, parameters, format, source);
  }

  @Override
  public void close() {
    tables.close();
    if (adapter() != null) {
      adapter().close();
    }
    parameters.close();
    Torch.giveBackMemory();
  }

  BatchTables tables() {
    return tables;
  }

  private Attention.Batch batch(int batch, int time) {
    if (time > config.maximumPositions()) {
      throw UserError.badInput(
          "a sequence of %d tokens is longer than the model's %d positions"
              .formatted(time, config.maximumPositions()));
    }
    return tables.batch(batch, time);
  }

  private Tensor embed(Tensor ids) {
    Tensor table = parameters.weight(ParameterLayout.EMBEDDING);
    return Torch.rows(table, device().take(ids.reshape(-1))).to(ScalarType.Float);
  }

  private String headName() {
    return config.tiedHead() ? ParameterLayout.EMBEDDING : ParameterLayout.HEAD;
  }

  private Tensor head() {
    return parameters.weight(headName());
  }
}
