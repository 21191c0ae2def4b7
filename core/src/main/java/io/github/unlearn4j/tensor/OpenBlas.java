package io.github.unlearn4j.tensor;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * The library of float32 products, which the tensors' library does not tell how many threads to
 * use.
 */
final class OpenBlas {
  private static final Optional<MethodHandle> SET_THREADS =
      CLibrary.function(
          SymbolLookup.loaderLookup(),
          "openblas_set_num_threads",
          FunctionDescriptor.ofVoid(ValueLayout.JAVA_INT));

  private OpenBlas() {}

  /**
   * Threads of a product, for all threads of this process; nothing where the library is another.
   */
  static void threads(int threads) {
    SET_THREADS.ifPresent(
        function -> {
          try {
            function.invokeExact(threads);
          } catch (Throwable problem) {
            throw new IllegalStateException("OpenBLAS does not take its threads", problem);
          }
        });
  }
}
