package io.github.unlearn4j.tensor;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/** A few functions of the C library; one that this system's does not have does nothing. */
final class CLibrary {
  /** What a call does with the function's handle. */
  @FunctionalInterface
  private interface Call {
    int of(MethodHandle function) throws Throwable;
  }

  private CLibrary() {}

  /** For libraries that read the environment when they are loaded; Java's own copy stays. */
  static void setenv(String name, String value) {
    call(
        "setenv",
        function -> {
          try (Arena arena = Arena.ofConfined()) {
            return (int)
                function.invokeExact(arena.allocateFrom(name), arena.allocateFrom(value), 1);
          }
        },
        ValueLayout.ADDRESS,
        ValueLayout.ADDRESS,
        ValueLayout.JAVA_INT);
  }

  /** glibc's setting of its memory; {@code parameter}: an M_… of malloc.h. */
  static void mallopt(int parameter, int value) {
    call(
        "mallopt",
        function -> (int) function.invokeExact(parameter, value),
        ValueLayout.JAVA_INT,
        ValueLayout.JAVA_INT);
  }

  /** glibc gives the system the pages that are free now. */
  static void mallocTrim() {
    call("malloc_trim", function -> (int) function.invokeExact(0L), ValueLayout.JAVA_LONG);
  }

  private static void call(String name, Call call, MemoryLayout... arguments) {
    FunctionDescriptor type = FunctionDescriptor.of(ValueLayout.JAVA_INT, arguments);
    function(Linker.nativeLinker().defaultLookup(), name, type)
        .ifPresent(
            function -> {
              try {
                call.of(function);
              } catch (Throwable problem) {
                throw new IllegalStateException(name + " cannot be called", problem);
              }
            });
  }

  /** A function of a native library; empty where that has none of the name. */
  @SuppressWarnings("restricted") // the launcher allows native access
  static Optional<MethodHandle> function(
      SymbolLookup library, String name, FunctionDescriptor type) {
    return library.find(name).map(address -> Linker.nativeLinker().downcallHandle(address, type));
  }
}
