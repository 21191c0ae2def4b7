package io.github.unlearn4j.model;

import io.github.unlearn4j.tensor.Device;
import io.github.unlearn4j.tensor.Kept;
import io.github.unlearn4j.tensor.Torch;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * A decoder's numbers in flat buffers: the compute copy that matrix products read, and for training
 * the float32 master weights and the float32 gradient. A parameter is a view into each. Flat
 * buffers make the optimiser, the gradient norm and the cast to the compute type single passes.
 */
public final class Parameters implements Trained, AutoCloseable {
  private final ParameterLayout layout;
  private final Device device;
  private final Kept kept = new Kept();
  private final Tensor compute;
  private final Tensor master;
  private final Tensor gradient;
  private final Map<String, Tensor> computeViews = new LinkedHashMap<>();
  private final Map<String, Tensor> masterViews = new LinkedHashMap<>();
  private final Map<String, Tensor> gradientViews = new HashMap<>();
  private LoraAdapter adapter;
  private boolean adapterUsed;

  Parameters(DecoderConfig config, ComputeType type, boolean training) {
    layout = new ParameterLayout(config);
    device = type.device();
    try (PointerScope scope = new PointerScope()) {
      master = training ? kept.keep(zeros()) : null;
      compute =
          training && type.isFloat32()
              ? master
              : kept.keep(Torch.empty(device, type.scalarType(), layout.length()));
      gradient = training ? kept.keep(zeros()) : null;
      addViews(compute, computeViews);
      if (master != null) {
        addViews(master, masterViews);
      }
      if (gradient != null) {
        addViews(gradient, gradientViews);
      }
    }
  }

  /** Zero also between the parameters, where nothing else writes. */
  private Tensor zeros() {
    return Torch.zeros(device, ScalarType.Float, layout.length());
  }

  /** Names and views of the most exact weights there are: master if kept, else the compute copy. */
  public Map<String, Tensor> exact() {
    return master == null ? only(computeViews) : only(masterViews);
  }

  /** Null when only pairs are trained, or nothing. */
  @Override
  public Tensor master() {
    return master;
  }

  /** Null when only pairs are trained, or nothing. */
  @Override
  public Tensor gradient() {
    return gradient;
  }

  /** Gradient views by parameter name (for tests and inspection). */
  public Map<String, Tensor> gradients() {
    return only(gradientViews);
  }

  @Override
  public void publish() {
    if (master != null && compute != master) {
      compute.copy_(master);
    }
  }

  /** Where all of them lie. */
  Device device() {
    return device;
  }

  Tensor weight(String name) {
    return computeViews.get(name);
  }

  Tensor weightGradient(String name) {
    return gradientViews.get(name);
  }

  /** Lends an adapter, which stays the caller's to close; null takes it away. */
  void attach(LoraAdapter lent) {
    adapter = lent;
    adapterUsed = lent != null;
  }

  LoraAdapter adapter() {
    return adapter;
  }

  /** With false the frozen weights compute alone, as if there were no adapter. */
  void useAdapter(boolean used) {
    adapterUsed = used && adapter != null;
  }

  /** The pairs beside a projection; null if there are none or they are not used. */
  LoraGroup pairs(String projection) {
    return adapterUsed ? adapter.group(projection) : null;
  }

  @Override
  public void close() {
    kept.close();
  }

  /** Without the joined views. */
  private Map<String, Tensor> only(Map<String, Tensor> views) {
    Map<String, Tensor> result = new LinkedHashMap<>();
    layout.entries().forEach(entry -> result.put(entry.name(), views.get(entry.name())));
    return result;
  }

  /** A view for each parameter, and one for each run of joined ones, under {@link #joined}. */
  private void addViews(Tensor flat, Map<String, Tensor> views) {
    String first = null;
    long start = 0;
    long rows = 0;
    for (ParameterLayout.Entry entry : layout.entries()) {
      if (!entry.joined()) {
        first = entry.name();
        start = entry.offset();
        rows = 0;
      }
      rows += entry.shape()[0];
      views.put(entry.name(), kept.keep(view(flat, entry.offset(), entry.shape())));
      if (entry.joined()) {
        long[] shape = entry.shape().clone();
        shape[0] = rows;
        views.put(joined(first), kept.keep(view(flat, start, shape)));
      }
    }
  }

  private static Tensor view(Tensor flat, long offset, long[] shape) {
    long count = 1;
    for (long size : shape) {
      count *= size;
    }
    return flat.narrow(0, offset, count).view(shape);
  }

  /** Name of the view over {@code first} and the parameters that follow it without a gap. */
  static String joined(String first) {
    return first + "+";
  }
}
