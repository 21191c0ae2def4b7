package io.github.unlearn4j.cli;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * Ends the process through the C library's {@code _exit}. Java's own way out runs the native
 * library's destructors while its threads may still be computing, and that can crash.
 */
final class ImmediateExit {
  private ImmediateExit() {}

  @SuppressWarnings("restricted")
  static void with(int exitCode) {
    try {
      Linker linker = Linker.nativeLinker();
      MethodHandle exit =
          linker.downcallHandle(
              linker.defaultLookup().find("_exit").orElseThrow(),
              FunctionDescriptor.ofVoid(ValueLayout.JAVA_INT));
      exit.invokeExact(exitCode);
    } catch (Throwable notToBeHad) {
      Runtime.getRuntime().halt(exitCode);
    }
  }
}
