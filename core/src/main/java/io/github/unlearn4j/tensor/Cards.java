package io.github.unlearn4j.tensor;

import java.io.IOException;
import java.util.List;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The graphics cards that this process can compute with.
 *
 * @param list in the library's order, which CUDA_VISIBLE_DEVICES decides
 * @param problem why there are none, in the words of who found it; empty if nothing went wrong
 */
public record Cards(Natives natives, List<Card> list, String problem) {
  /** The native library that this program was built with. */
  public enum Natives {
    /** For the processor alone, as a plain build has it. */
    CPU,
    /** With CUDA, but it cannot be loaded, so nothing can be computed at all. */
    UNUSABLE,
    CUDA
  }

  /** As a plain build without cards. */
  public static final Cards NONE = new Cards(Natives.CPU, List.of(), "");

  /** Looks; the library is loaded only if it has CUDA. */
  public static Cards probe() {
    if (!cudaNativesThere()) {
      return NONE;
    }
    int count;
    try {
      Torch.start(); // before the library is loaded, which reads its settings then
      count = torch.cuda_device_count();
    } catch (LinkageError cannotBeLoaded) {
      return new Cards(Natives.UNUSABLE, List.of(), firstLine(cannotBeLoaded));
    }
    if (count == 0) {
      return new Cards(Natives.CUDA, List.of(), whyNone());
    }
    try {
      return new Cards(Natives.CUDA, CudaDriver.cards().subList(0, count), "");
    } catch (IllegalStateException refused) {
      return new Cards(Natives.CUDA, List.of(), firstLine(refused));
    }
  }

  private static boolean cudaNativesThere() {
    return torch.class.getResource(library("c10_cuda")) != null;
  }

  private static String library(String name) {
    String folder = "/org/bytedeco/pytorch/" + Loader.getPlatform() + "-gpu/";
    return folder + System.mapLibraryName(name);
  }

  /**
   * The part with CUDA is loaded by JavaCPP, which does not tell when that fails; once it is there,
   * it explains itself only when it is asked for a tensor.
   */
  @SuppressWarnings("restricted") // the launcher allows native access
  private static String whyNone() {
    try (PointerScope scope = new PointerScope()) {
      if (!torch.hasCUDA()) {
        System.load(Loader.cacheResource(torch.class, library("torch_cuda")).getAbsolutePath());
      }
      Torch.zeros(Device.cuda(0), ScalarType.Float, 1);
      return "libtorch counts no card";
    } catch (RuntimeException | LinkageError | IOException reason) {
      return firstLine(reason);
    }
  }

  /** Without the folder that a missing library's message begins with. */
  private static String firstLine(Throwable problem) {
    Throwable cause = problem.getCause() == null ? problem : problem.getCause();
    String line = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    return line.replaceFirst("^/\\S*/", "").strip();
  }
}
