package io.github.unlearn4j.kernels;

/**
 * Whether loops of the Vector API pay: its incubator module is there, and a compiler that makes
 * instructions of them. Without that one every vector is an object, and a loop a hundred times
 * slower than the library.
 */
final class VectorModule {
  private static final String NAME = "jdk.incubator.vector";
  private static final boolean PRESENT = optimised() && (resolved() || loaded());

  private VectorModule() {}

  static boolean present() {
    return PRESENT;
  }

  /**
   * Not so with {@code -Xint} and {@code -XX:TieredStopAtLevel=1}, as {@code generate} is started.
   */
  private static boolean optimised() {
    String how = System.getProperty("java.vm.info", "");
    return !how.contains("interpreted") && !how.contains("emulated-client");
  }

  /** Started with {@code --add-modules jdk.incubator.vector}. */
  private static boolean resolved() {
    return ModuleLayer.boot().findModule(NAME).isPresent();
  }

  /**
   * Loads the module as agents load theirs. Java then prints no warning, and its archive of
   * prepared modules stays of use, which saves time at every start. Needs {@code --add-exports
   * java.base/jdk.internal.module=ALL-UNNAMED}, as the launcher has it.
   */
  private static boolean loaded() {
    try {
      Class.forName("jdk.internal.module.Modules")
          .getMethod("loadModule", String.class)
          .invoke(null, NAME);
      return true;
    } catch (ReflectiveOperationException withoutIt) {
      return false;
    }
  }
}
