package io.github.unlearn4j.tensor;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.Pointer;

/** Native objects that outlive the scope they were made in, until this is closed. */
public final class Kept implements AutoCloseable {
  private final List<Pointer> pointers = new ArrayList<>();

  public <P extends Pointer> P keep(P pointer) {
    pointer.retainReference();
    pointers.add(pointer);
    return pointer;
  }

  @Override
  public void close() {
    pointers.forEach(Pointer::releaseReference);
    pointers.clear();
  }
}
