package io.github.unlearn4j.tensor;

/** What the native libraries find when they are loaded: environment variables and memory. */
final class LibraryEnvironment {
  /** Numbers of glibc's malloc.h. */
  private static final int TRIM_THRESHOLD = -1;

  private static final int TOP_PAD = -2;

  private static final int PIECES_OF_THEIR_OWN = -4;

  /** Of the heaps of which a thread's memory consists. */
  private static final int HEAP_BYTES = 64 << 20;

  private LibraryEnvironment() {}

  /**
   * Sets what the user has not set. A fresh page costs more than the arithmetic that fills it, so
   * pages are of 2 MB and stay with the process when tensors are freed (but for the largest ones).
   * glibc throws a thread's new heap away where 128 kB, or what is set here, are left of the one
   * before, and takes the memory from another thread's; so a whole heap is set (docs/log.md).
   *
   * <p>Without bfloat16, float32 products are OpenBLAS's, with threads of its own beside those of
   * OpenMP and of Java. Each waits a moment only before it sleeps, for while it waits another finds
   * the core taken (docs/log.md).
   */
  static void prepare() {
    setIfAbsent("THP_MEM_ALLOC_ENABLE", "1");
    if (!Processor.current().multipliesBfloat16()) {
      setIfAbsent("OPENBLAS_THREAD_TIMEOUT", "16"); // 2¹⁶ cycles
      if (System.getenv("OMP_WAIT_POLICY") == null) {
        setIfAbsent("GOMP_SPINCOUNT", "100");
      }
    }
    CLibrary.mallopt(PIECES_OF_THEIR_OWN, 0);
    CLibrary.mallopt(TRIM_THRESHOLD, -1); // never
    CLibrary.mallopt(TOP_PAD, HEAP_BYTES);
  }

  private static void setIfAbsent(String name, String value) {
    if (System.getenv(name) == null) {
      CLibrary.setenv(name, value);
    }
  }
}
