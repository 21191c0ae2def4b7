package io.github.unlearn4j.cli;

import io.github.unlearn4j.recipe.ComputeChoice;
import io.github.unlearn4j.recipe.Recipe;
import io.github.unlearn4j.run.Machine;
import io.github.unlearn4j.run.MemoryPlan;
import io.github.unlearn4j.run.MemoryTable;
import io.github.unlearn4j.tensor.Cards;
import io.github.unlearn4j.tensor.Device;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** What this machine can do, and what a recipe would need of it. */
@Command(
    name = "doctor",
    description = {
      "Shows what this machine can do: cores, number formats, memory.",
      "With a recipe, a run or --model it also shows the memory each stage will need, and ends with"
          + " exit code 5 if there is not enough."
    },
    footer = {
      "",
      "Examples:",
      "  ./unlearn doctor",
      "  ./unlearn doctor examples/sherlock/recipe.yaml --set text.block_tokens=256"
    },
    sortOptions = false)
final class DoctorCommand implements Runnable {
  @ParentCommand private UnlearnCommand unlearn;
  @Mixin private RecipeOptions options;

  @Override
  public void run() {
    Console console = unlearn.console();
    Machine machine = Machine.current();
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("processor", machine.processor().name());
    facts.put("cores", machine.cores());
    facts.put("instruction sets", String.join(" ", machine.processor().features()));
    facts.put("memory", gibibytes(machine.totalBytes()));
    facts.put("memory available", gibibytes(machine.availableBytes()));
    facts.put("graphics cards", cards(machine.cards()));
    facts.put("java", Runtime.version() + ", " + System.getProperty("java.vm.vendor"));
    facts.put("libtorch", MemoryPlan.libtorchVersion());
    facts.put(
        "compute: auto means",
        machine.computeType(ComputeChoice.AUTO)
            + (machine.processor().multipliesBfloat16()
                ? ""
                : " (this processor has no bfloat16 multiplication)"));
    facts.forEach((name, value) -> console.print("%-20s %s".formatted(name, value)));
    console.event("machine", facts);
    Recipe recipe = options.recipe();
    Device device = machine.device(recipe.device());
    console.print("%-20s %s".formatted("device: " + recipe.device(), device));
    console.event("device", Map.of("asked", recipe.device(), "chosen", device.toString()));
    if (!recipe.model().isEmpty()) {
      plan(console, recipe, machine);
    }
  }

  private static void plan(Console console, Recipe recipe, Machine machine) {
    MemoryPlan plan = MemoryPlan.of(recipe, machine);
    console.print("");
    console.print("%s: %,d parameters".formatted(recipe.model(), plan.parameters()));
    MemoryTable.lines(plan).forEach(console::print);
    console.event(
        "plan",
        Map.of(
            "parameters",
            plan.parameters(),
            "stages",
            plan.stages(),
            "room_bytes",
            plan.roomBytes(),
            "fits",
            plan.fits()));
    plan.check(recipe, machine);
    console.print("It fits.");
  }

  private static String cards(Cards cards) {
    if (cards.natives() == Cards.Natives.CPU) {
      return "not used by this build (UNLEARN4J_CUDA=1 ./unlearn … makes one that does)";
    }
    return cards.list().isEmpty()
        ? "none: " + cards.problem()
        : cards.list().stream()
            .map(
                card ->
                    "%s, %s, compute capability %d.%d"
                        .formatted(
                            card.name(), gibibytes(card.bytes()), card.major(), card.minor()))
            .collect(Collectors.joining("; "));
  }

  private static String gibibytes(long bytes) {
    return String.format(Locale.ROOT, "%.1f GiB", bytes / (double) (1L << 30));
  }
}
