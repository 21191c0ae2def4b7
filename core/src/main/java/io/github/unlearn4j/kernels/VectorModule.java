package io.github.unlearn4j.kernels;

/** Whether the Vector API's incubator module is there. */
final class VectorModule {
  private static final String NAME = "jdk.incubator.vector";
  private static final boolean PRESENT = resolved() || loaded();

  private VectorModule() {}

  static boolean present() {
    return PRESENT;
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
