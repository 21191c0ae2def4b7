package io.github.unlearn4j.tensor;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.LinkedHashMap;
import java.util.Map;

/** Environment variables that the native libraries read when they are loaded. */
final class LibraryEnvironment {
  private LibraryEnvironment() {}

  /**
   * Sets what the user has not set. 2 MB pages: a fresh small page costs more than the arithmetic
   * that fills it. And without bfloat16, where float32 products are OpenBLAS's: OpenMP's threads
   * wait a moment only before they sleep, for OpenBLAS has threads of its own, which otherwise find
   * the cores taken by others that wait (docs/log.md).
   */
  static void prepare() {
    Map<String, String> variables = new LinkedHashMap<>(Map.of("THP_MEM_ALLOC_ENABLE", "1"));
    if (!Processor.current().multipliesBfloat16() && System.getenv("OMP_WAIT_POLICY") == null) {
      variables.put("GOMP_SPINCOUNT", "3000");
    }
    set(variables);
  }

  @SuppressWarnings("restricted") // the launcher allows native access
  private static void set(Map<String, String> variables) {
    Linker linker = Linker.nativeLinker();
    linker
        .defaultLookup()
        .find("setenv")
        .ifPresent(
            address -> {
              MethodHandle setenv =
                  linker.downcallHandle(
                      address,
                      FunctionDescriptor.of(
                          ValueLayout.JAVA_INT,
                          ValueLayout.ADDRESS,
                          ValueLayout.ADDRESS,
                          ValueLayout.JAVA_INT));
              variables.forEach((name, value) -> call(setenv, name, value));
            });
  }

  private static void call(MethodHandle setenv, String name, String value) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment named = arena.allocateFrom(name);
      int result = (int) setenv.invokeExact(named, arena.allocateFrom(value), 0);
      assert result == 0 : "setenv returned " + result;
    } catch (Throwable problem) {
      throw new IllegalStateException("setenv cannot be called", problem);
    }
  }
}
