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
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * A causal language model of any of the families, driven by a {@link DecoderConfig}. The residual
 * stream is float32; matrix products run in the compute type. Methods are for one thread at a time.
 */
public final class Decoder implements AutoCloseable {
  private final DecoderConfig config;
  private final JsonNode configFile;
  private final Path source;
  private final ComputeType computeType;
  private final Parameters parameters;
  private final List<DecoderLayer> layers = new ArrayList<>();
  private final RmsNorm finalNorm;
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
    for (int index = 0; index < config.layers(); index++) {
      layers.add(new DecoderLayer(config, parameters, index, kernels));
    }
    finalNorm = new RmsNorm(parameters, ParameterLayout.FINAL_NORM, config.normEpsilon(), kernels);
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
    return hidden(ids, batch((int) ids.size(0), (int) ids.size(1)));
  }

  /** The same with the positions and the sight that {@code batch} gives each token. */
  Tensor hidden(Tensor ids, Attention.Batch batch) {
    Torch.start();
    Tensor x = embed(ids);
    layers.forEach(layer -> layer.forward(x, batch));
    return finalNorm.forward(x);
  }

  /**
   * The last hidden state of each sequence, [batch, hidden], after new columns behind those in the
   * cache; see {@link Generator}.
   *
   * @param ids int64 [batch, time]
   */
  Tensor lastHidden(Tensor ids, Attention.Batch batch, KvCache cache) {
    Torch.start();
    Tensor x = embed(ids);
    for (int index = 0; index < layers.size(); index++) {
      layers.get(index).forward(x, batch, cache.layer(index));
    }
    Tensor last = x.view(batch.batch(), batch.time(), -1).select(1, batch.time() - 1);
    return finalNorm.forward(last);
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
    layers.forEach(layer -> layer.pack(copies));
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
    List<DecoderLayer.Saved> saved = new ArrayList<>();
    try (PointerScope scope = new PointerScope()) {
      Attention.Batch batch = batch((int) ids.size(0), (int) ids.size(1));
      Tensor x = embed(ids);
      for (DecoderLayer layer : layers) {
        saved.add(recompute ? layer.forwardKeepingInput(x, batch) : layer.forwardSaving(x, batch));
        x = saved.getLast().output();
      }
      RmsNorm.Result last = finalNorm.forwardSaving(x);
      Tensor headGradient = parameters.weightGradient(headName());
      HeadLoss.Result loss =
          HeadLoss.of(kernels, device(), last.normed(), labels, soft, head(), headGradient, scale);
      Tensor gradient = torch.zeros_like(x);
      Tensor narrow = computeType.isFloat32() ? gradient : torch.empty_like(last.normed());
      finalNorm.backward(x, last.inverseRms(), loss.hiddenGradient(), gradient, narrow);
      for (int index = layers.size() - 1; index >= 0; index--) {
        DecoderLayer layer = layers.get(index);
        DecoderLayer.Saved kept = saved.remove(index);
        try (DecoderLayer.Saved whole = recompute ? layer.saveAgain(kept, batch) : kept) {
          layer.backward(gradient, narrow, whole, batch);
        }
      }
      Tensor embeddingGradient = parameters.weightGradient(ParameterLayout.EMBEDDING);
      if (embeddingGradient != null) {
        embeddingGradient.index_add_(0, device().take(ids.view(-1)), gradient);
      }
      return loss.sum();
    } finally {
      saved.forEach(DecoderLayer.Saved::close);
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
    return Torch.rows(table, device().take(ids.view(-1))).to(ScalarType.Float);
  }

  private String headName() {
    return config.tiedHead() ? ParameterLayout.EMBEDDING : ParameterLayout.HEAD;
  }

  private Tensor head() {
    return parameters.weight(headName());
  }
}
