package io.github.unlearn4j.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpenBlasTest {
  private int before;

  @BeforeEach
  void remember() {
    Torch.start();
    before = Torch.threads();
  }

  @AfterEach
  void restore() {
    Torch.start(before);
  }

  @SuppressWarnings("restricted") // the tests' Java machine allows native access
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 1})
  void productsTakeAsManyThreadsAsOperators(int threads) throws Throwable {
    Torch.start(threads);
    MethodHandle asked =
        Linker.nativeLinker()
            .downcallHandle(
                SymbolLookup.loaderLookup().find("openblas_get_num_threads").orElseThrow(),
                FunctionDescriptor.of(ValueLayout.JAVA_INT));
    assertThat((int) asked.invokeExact()).isEqualTo(threads);
    assertThat(Torch.threads()).isEqualTo(threads);
  }
}
