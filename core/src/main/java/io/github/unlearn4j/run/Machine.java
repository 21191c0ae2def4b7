package io.github.unlearn4j.run;

import io.github.unlearn4j.model.ComputeType;
import io.github.unlearn4j.recipe.ComputeChoice;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What the machine can do, as far as it decides a run.
 *
 * @param cores processors this process may use
 * @param processor the name the maker gave it
 * @param features instruction sets that matter here: avx2, avx512f, avx512_bf16, amx_bf16, …
 * @param totalBytes memory of the machine or of the container
 * @param availableBytes memory that could be had without pushing others out
 */
public record Machine(
    int cores, String processor, Set<String> features, long totalBytes, long availableBytes) {
  private static final Set<String> SHOWN =
      Set.of(
          "avx2", "avx512f", "avx512_bf16", "amx_bf16", "amx_tile", "asimd", "bf16", "sve", "i8mm");

  public Machine {
    features = new TreeSet<>(features);
  }

  /** This machine, container limits counted. */
  public static Machine current() {
    String processors = read(Path.of("/proc/cpuinfo"));
    long total =
        ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
            .getTotalMemorySize();
    long free = kibibytes(read(Path.of("/proc/meminfo")), "MemAvailable:", total);
    Path group = Path.of("/sys/fs/cgroup");
    long room =
        containerRoom(
            read(group.resolve("memory.max")),
            read(group.resolve("memory.current")),
            read(group.resolve("memory.stat")));
    return new Machine(
        Runtime.getRuntime().availableProcessors(),
        processorName(processors),
        features(processors),
        total,
        Math.min(free, Math.min(room, total)));
  }

  /** The number format a recipe's choice means here. */
  public ComputeType computeType(ComputeChoice choice) {
    return switch (choice) {
      case FLOAT32 -> ComputeType.FLOAT32;
      case BFLOAT16 -> ComputeType.BFLOAT16;
      case AUTO -> multipliesBfloat16() ? ComputeType.BFLOAT16 : ComputeType.FLOAT32;
    };
  }

  /** Whether the processor multiplies bfloat16 in hardware; without that float32 is faster. */
  public boolean multipliesBfloat16() {
    return features.contains("amx_bf16")
        || features.contains("avx512_bf16")
        || features.contains("bf16");
  }

  static String processorName(String processors) {
    return processors
        .lines()
        .filter(line -> line.startsWith("model name"))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse(System.getProperty("os.arch"));
  }

  static Set<String> features(String processors) {
    return processors
        .lines()
        .filter(line -> line.startsWith("flags") || line.startsWith("Features"))
        .limit(1)
        .flatMap(line -> Arrays.stream(line.split("\\s+")))
        .filter(SHOWN::contains)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Bytes left in a container; the page cache of files counts as room. */
  static long containerRoom(String limit, String used, String statistics) {
    if (limit.isBlank() || limit.strip().equals("max") || used.isBlank()) {
      return Long.MAX_VALUE;
    }
    long cache =
        statistics
            .lines()
            .filter(line -> line.startsWith("inactive_file "))
            .mapToLong(line -> Long.parseLong(line.substring("inactive_file ".length()).strip()))
            .sum();
    return Math.max(0, Long.parseLong(limit.strip()) - Long.parseLong(used.strip()) + cache);
  }

  private static long kibibytes(String text, String key, long otherwise) {
    return text.lines()
        .filter(line -> line.startsWith(key))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) << 10)
        .findFirst()
        .orElse(otherwise);
  }

  /** Empty where the system has no such file. */
  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException absent) {
      return "";
    }
  }
}
