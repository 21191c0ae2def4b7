package io.github.unlearn4j.model;

import io.github.unlearn4j.tensor.Device;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BinaryOperator;
import org.bytedeco.pytorch.Tensor;

/** Where logits come from: one model, or two that read the same and are put together. */
public final class LogitSource {
  /** A model, and what makes it ready to read; null if it always is. */
  private record Part(Decoder decoder, Boolean adapter) {
    void prepare() {
      if (adapter != null) {
        decoder.useAdapter(adapter);
      }
    }
  }

  /** Packed weights of all models; see {@link Decoder#pack}. */
  interface Packed extends AutoCloseable {
    @Override
    void close();
  }

  /** A batch that was read up to the output head. */
  @FunctionalInterface
  interface Reading {
    /** Logits float32 [rows, vocabulary] of these rows of [batch · time]; take few at a time. */
    Tensor logits(long[] rows);
  }

  private final List<Part> parts;
  private final BinaryOperator<Tensor> together;

  private LogitSource(List<Part> parts, BinaryOperator<Tensor> together) {
    this.parts = parts;
    this.together = together;
  }

  /** One model as it is. */
  public static LogitSource of(Decoder decoder) {
    return new LogitSource(List.of(new Part(decoder, null)), null);
  }

  /**
   * Two models of one family.
   *
   * @param together makes one row of logits of two; all are float32 [rows, vocabulary]
   */
  public static LogitSource of(Decoder one, Decoder other, BinaryOperator<Tensor> together) {
    return new LogitSource(List.of(new Part(one, null), new Part(other, null)), together);
  }

  /** The same with one set of weights: first without its adapter, then with it. */
  public static LogitSource withoutAndWithAdapter(
      Decoder decoder, BinaryOperator<Tensor> together) {
    return new LogitSource(List.of(new Part(decoder, false), new Part(decoder, true)), together);
  }

  /** Tokens that can be read at once. */
  public int maximumPositions() {
    return parts.getFirst().decoder().config().maximumPositions();
  }

  /** How many strands can read at once: one if an adapter is taken off and put on in between. */
  int strands(int sequences) {
    boolean alwaysReady = parts.stream().allMatch(part -> part.adapter() == null);
    return alwaysReady ? Strands.count(device(), sequences) : 1;
  }

  boolean isFloat32() {
    return parts.getFirst().decoder().computeType().isFloat32();
  }

  Device device() {
    return parts.getFirst().decoder().device();
  }

  Packed pack(int rows) {
    List<PackedWeights> packed =
        parts.stream()
            .map(Part::decoder)
            .distinct()
            .map(decoder -> decoder.pack(rows))
            .filter(Objects::nonNull)
            .toList();
    return () -> packed.forEach(PackedWeights::close);
  }

  /**
   * Reads a batch of trees with all models.
   *
   * @param ids int64 [trees, time]
   */
  Reading read(Tensor ids, List<TokenTree> trees, int time) {
    boolean plain = trees.stream().allMatch(TokenTree::isChain);
    List<Tensor> hidden = new ArrayList<>();
    for (Part part : parts) {
      part.prepare();
      Decoder decoder = part.decoder();
      hidden.add(plain ? decoder.hidden(ids) : decoder.hidden(ids, trees, time));
    }
    return rows -> logits(hidden, rows);
  }

  private Tensor logits(List<Tensor> hidden, long[] rows) {
    List<Tensor> wanted = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      wanted.add(parts.get(i).decoder().rows(hidden.get(i), rows));
    }
    return logits(wanted);
  }

  /** Of rows [rows, hidden] of each model. */
  private Tensor logits(List<Tensor> hidden) {
    Tensor logits = null;
    for (int i = 0; i < parts.size(); i++) {
      Tensor its = parts.get(i).decoder().logits(hidden.get(i));
      logits = logits == null ? its : together.apply(logits, its);
    }
    return logits;
  }

  /** Room for so many sequences that are continued, in each model. */
  Continued continued(int sequences, int columns) {
    return new Continued(sequences, columns);
  }

  /** Sequences that all models have read so far, padded on the left, with their keys and values. */
  final class Continued implements AutoCloseable {
    private final List<KvCache> caches = new ArrayList<>();

    private Continued(int sequences, int columns) {
      for (Part part : parts) {
        Decoder decoder = part.decoder();
        caches.add(new KvCache(decoder.config(), decoder.computeType(), sequences, columns));
      }
    }

    /**
     * Reads {@code time} more columns.
     *
     * @param ids int64 [sequences, time]
     * @param padding empty columns before each sequence
     * @return of each model the last column's hidden states [sequences, hidden]
     */
    List<Tensor> read(Tensor ids, int[] padding, int time) {
      List<Tensor> hidden = new ArrayList<>();
      for (int i = 0; i < parts.size(); i++) {
        parts.get(i).prepare();
        Decoder decoder = parts.get(i).decoder();
        KvCache cache = caches.get(i);
        cache.advance(time);
        hidden.add(decoder.lastHidden(ids, decoder.tables().cached(padding, cache, time), cache));
      }
      return hidden;
    }

    /** Logits float32 [sequences, vocabulary] of what {@link #read} returned. */
    Tensor logits(List<Tensor> hidden) {
      return LogitSource.this.logits(hidden);
    }

    /** Goes on with these rows only. */
    void keepRows(long[] rows) {
      caches.forEach(cache -> cache.keepRows(rows));
    }

    @Override
    public void close() {
      caches.forEach(KvCache::close);
    }
  }
}
