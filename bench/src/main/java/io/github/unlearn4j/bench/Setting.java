package io.github.unlearn4j.bench;

import io.github.unlearn4j.run.Machine;
import io.github.unlearn4j.tensor.Device;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Whatever a number depends on: machine, commit, versions, command. */
final class Setting {
  private static final String VERSIONS =
      "import torch, transformers, platform;"
          + " print('PyTorch', torch.__version__ + ', transformers', transformers.__version__"
          + " + ', Python', platform.python_version())";

  private Setting() {}

  static Map<String, String> of(Path root, Path python, BenchOptions options) {
    Machine machine = Machine.current();
    Map<String, String> setting = new LinkedHashMap<>();
    setting.put("date", LocalDate.now().toString());
    setting.put("processor", machine.processor().name());
    setting.put("cores", Integer.toString(machine.cores()));
    setting.put("instruction sets", String.join(", ", machine.processor().features()));
    setting.put("bf16 in hardware", machine.processor().multipliesBfloat16() ? "yes" : "no");
    if (!options.device().equals("cpu")) {
      Device device = machine.device(options.device());
      String card = device.isCard() ? machine.cards().list().get(device.index()).name() : "none";
      setting.put("card", card);
    }
    setting.put("memory, GiB", Long.toString(machine.totalBytes() >> 30));
    setting.put("load (1, 5, 15 min) at the end", firstOf(List.of("cat", "/proc/loadavg"), root));
    setting.put("commit", firstOf(List.of("git", "describe", "--always", "--dirty"), root));
    setting.put("Java", Runtime.version().toString());
    setting.put("peer", firstOf(List.of(python.toString(), "-c", VERSIONS), root));
    setting.put("command", command(options));
    return setting;
  }

  /** What was typed, as far as it is not the default. */
  static String command(BenchOptions options) {
    StringBuilder command = new StringBuilder("bench/run");
    command
        .append(options.quick() ? " --quick" : "")
        .append(options.recompute() ? " --recompute" : "");
    if (!options.device().equals("cpu")) {
      command.append(" --device ").append(options.device());
    }
    if (options.shape() != null) {
      command.append(" --shape ").append(options.shape().label());
    }
    if (!options.model().equals(BenchOptions.MODEL)) {
      command.append(" --model ").append(options.model());
    }
    if (!options.data().equals(BenchOptions.DATA)) {
      command.append(" --data ").append(options.data());
    }
    command.append(" --pairs ").append(options.pairs());
    options.works().forEach(work -> command.append(' ').append(work.label()));
    return command.toString();
  }

  /** First line a command prints; empty where it cannot be run. */
  private static String firstOf(List<String> command, Path folder) {
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      return new String(process.getInputStream().readAllBytes()).lines().findFirst().orElse("");
    } catch (IOException absent) {
      return "";
    }
  }
}
