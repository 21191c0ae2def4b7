package io.github.unlearn4j;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import java.util.List;
import org.bytedeco.pytorch.TensorBase;

/** Packages import only downwards: run → recipe → … → tensor → base. */
@AnalyzeClasses(
    packages = "io.github.unlearn4j",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ImportDirectionTest {
  private static final List<String> TOP_TO_BOTTOM =
      List.of(
          "run", "recipe", "whp", "measure", "train", "model", "text", "weights", "kernels",
          "tensor", "base");

  @ArchTest static final ArchRule packagesImportOnlyDownwards = rule();

  /** What a tensor holds may lie on a card: {@code Torch} alone reads it, and looks first. */
  @ArchTest
  static final ArchRule onlyTorchReadsTheMemoryOfTensors =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName("io.github.unlearn4j.tensor.Torch")
          .should()
          .callMethodWhere(
              target(nameMatching("(const_|mutable_)?data_ptr.*|item(_.*)?"))
                  .and(target(owner(assignableTo(TensorBase.class)))));

  private static ArchRule rule() {
    LayeredArchitecture layers = layeredArchitecture().consideringOnlyDependenciesInLayers();
    for (String name : TOP_TO_BOTTOM) {
      layers = layers.layer(name).definedBy("io.github.unlearn4j." + name + "..");
    }
    for (int i = 0; i < TOP_TO_BOTTOM.size(); i++) {
      String name = TOP_TO_BOTTOM.get(i);
      layers =
          i == 0
              ? layers.whereLayer(name).mayNotBeAccessedByAnyLayer()
              : layers
                  .whereLayer(name)
                  .mayOnlyBeAccessedByLayers(TOP_TO_BOTTOM.subList(0, i).toArray(String[]::new));
    }
    return layers;
  }
}
