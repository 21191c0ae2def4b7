package io.github.unlearn4j.tensor;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;

/** Names and sizes of the cards, from NVIDIA's driver itself: libtorch's presets do not tell. */
final class CudaDriver {
  private static final int MAJOR = 75; // CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR
  private static final int MINOR = 76;
  private static final int NAME_BYTES = 256;

  private final SymbolLookup library;
  private final Arena arena;

  private CudaDriver(SymbolLookup library, Arena arena) {
    this.library = library;
    this.arena = arena;
  }

  /**
   * All cards that the driver shows to this process.
   *
   * @throws IllegalStateException if there is no driver, or it refuses
   */
  static List<Card> cards() {
    try (Arena arena = Arena.ofConfined()) {
      CudaDriver driver = new CudaDriver(library(), arena);
      driver.call("cuInit", 0);
      List<Card> cards = new ArrayList<>();
      int count = driver.number("cuDeviceGetCount");
      for (int index = 0; index < count; index++) {
        cards.add(driver.card(driver.number("cuDeviceGet", index)));
      }
      return cards;
    }
  }

  private Card card(int device) {
    MemorySegment name = arena.allocate(NAME_BYTES);
    call("cuDeviceGetName", name, NAME_BYTES, device);
    MemorySegment bytes = arena.allocate(ValueLayout.JAVA_LONG);
    call("cuDeviceTotalMem_v2", bytes, device);
    return new Card(
        name.getString(0),
        bytes.get(ValueLayout.JAVA_LONG, 0),
        number("cuDeviceGetAttribute", MAJOR, device),
        number("cuDeviceGetAttribute", MINOR, device));
  }

  /** Calls a function whose first argument is where its whole number goes. */
  private int number(String function, Object... further) {
    MemorySegment result = arena.allocate(ValueLayout.JAVA_INT);
    Object[] arguments = new Object[further.length + 1];
    arguments[0] = result;
    System.arraycopy(further, 0, arguments, 1, further.length);
    call(function, arguments);
    return result.get(ValueLayout.JAVA_INT, 0);
  }

  /** Every function of the driver takes addresses and ints, and returns an error's number. */
  @SuppressWarnings("restricted") // the launcher allows native access
  private void call(String function, Object... arguments) {
    MemoryLayout[] types = new MemoryLayout[arguments.length];
    for (int i = 0; i < arguments.length; i++) {
      types[i] = arguments[i] instanceof MemorySegment ? ValueLayout.ADDRESS : ValueLayout.JAVA_INT;
    }
    MethodHandle handle =
        Linker.nativeLinker()
            .downcallHandle(
                library.findOrThrow(function), FunctionDescriptor.of(ValueLayout.JAVA_INT, types));
    int error;
    try {
      error = (int) handle.invokeWithArguments(arguments);
    } catch (Throwable problem) {
      throw new IllegalStateException(function + " cannot be called", problem);
    }
    if (error != 0) {
      throw new IllegalStateException(
          "%s of the CUDA driver returned error %d".formatted(function, error));
    }
  }

  @SuppressWarnings("restricted")
  private static SymbolLookup library() {
    String name =
        System.getProperty("os.name").startsWith("Windows") ? "nvcuda.dll" : "libcuda.so.1";
    try {
      return SymbolLookup.libraryLookup(name, Arena.global());
    } catch (IllegalArgumentException absent) {
      throw new IllegalStateException(name + ", NVIDIA's driver, is not installed", absent);
    }
  }
}
