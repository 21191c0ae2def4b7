package io.github.unlearn4j.tensor;

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
      count = torch.cuda_device_count();
    } catch (LinkageError cannotBeLoaded) {
      return new Cards(Natives.UNUSABLE, List.of(), firstLine(cannotBeLoaded));
    }
    if (count == 0) {
      return new Cards(Natives.CUDA, List.of(), whatTheLibrarySays());
    }
    try {
      return new Cards(Natives.CUDA, CudaDriver.cards().subList(0, count), "");
    } catch (IllegalStateException refused) {
      return new Cards(Natives.CUDA, List.of(), firstLine(refused));
    }
  }

  private static boolean cudaNativesThere() {
    String folder = "/org/bytedeco/pytorch/" + Loader.getPlatform() + "-gpu/";
    return torch.class.getResource(folder + System.mapLibraryName("c10_cuda")) != null;
  }

  /** It explains itself only when it is asked for a tensor. */
  private static String whatTheLibrarySays() {
    try (PointerScope scope = new PointerScope()) {
      Torch.zeros(Device.cuda(0), ScalarType.Float, 1);
      return "libtorch counts no card";
    } catch (RuntimeException reason) {
      return firstLine(reason);
    }
  }

  private static String firstLine(Throwable problem) {
    Throwable cause = problem.getCause() == null ? problem : problem.getCause();
    return String.valueOf(cause.getMessage()).lines().findFirst().orElse("").strip();
  }
}
