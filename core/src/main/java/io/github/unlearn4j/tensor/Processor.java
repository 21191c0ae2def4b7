package io.github.unlearn4j.tensor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A processor, as far as it decides how we compute.
 *
 * @param name the one its maker gave it
 * @param features instruction sets that matter here: avx2, avx512f, avx512_bf16, amx_bf16, …
 */
public record Processor(String name, Set<String> features) {
  private static final Set<String> SHOWN =
      Set.of(
          "avx2", "avx512f", "avx512_bf16", "amx_bf16", "amx_tile", "asimd", "bf16", "sve", "i8mm");

  public Processor {
    features = new TreeSet<>(features);
  }

  /** That of this machine; without features where the system does not tell. */
  public static Processor current() {
    try {
      return of(Files.readString(Path.of("/proc/cpuinfo")));
    } catch (IOException notTold) {
      return of("");
    }
  }

  /** {@code processors}: what Linux writes into /proc/cpuinfo. */
  public static Processor of(String processors) {
    return new Processor(name(processors), features(processors));
  }

  /** Whether it multiplies bfloat16 in hardware; without that float32 is faster. */
  public boolean multipliesBfloat16() {
    return features.contains("amx_bf16")
        || features.contains("avx512_bf16")
        || features.contains("bf16");
  }

  private static String name(String processors) {
    return processors
        .lines()
        .filter(line -> line.startsWith("model name"))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse(System.getProperty("os.arch"));
  }

  private static Set<String> features(String processors) {
    return processors
        .lines()
        .filter(line -> line.startsWith("flags") || line.startsWith("Features"))
        .limit(1)
        .flatMap(line -> Arrays.stream(line.split("\\s+")))
        .filter(SHOWN::contains)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
