package io.github.unlearn4j.measure.probes;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.unlearn4j.base.AtomicFiles;
import io.github.unlearn4j.base.Json;
import io.github.unlearn4j.base.UserError;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What all probes of a run found; {@code measure/probes.json}.
 *
 * @param limit items of each probe at most; 0: all
 * @param seconds all of it took
 */
public record ProbeReport(List<ProbeResult> probes, int limit, double seconds) {
  public ProbeReport {
    probes = List.copyOf(probes);
  }

  /**
   * Runs the probes that the context's settings name.
   *
   * @throws UserError if one that is named itself cannot be run, before any is if that can be seen
   */
  public static ProbeReport run(ProbeContext context) {
    long start = System.nanoTime();
    List<Probe> probes = Probes.of(context.settings().names());
    probes.forEach(
        probe -> probe.lacks(context).ifPresent(why -> refuseNamed(probe, why, context)));
    List<ProbeResult> results = new ArrayList<>();
    for (Probe probe : probes) {
      ProbeResult result =
          probe
              .lacks(context)
              .map(why -> ProbeResult.missing(probe, why))
              .orElseGet(() -> probe.run(context));
      if (result.before() == null) {
        refuseNamed(probe, result.remark(), context);
      }
      results.add(result);
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    return new ProbeReport(results, context.settings().limit(), seconds);
  }

  private static void refuseNamed(Probe probe, String why, ProbeContext context) {
    if (context.settings().names().contains(probe.name())) {
      throw UserError.badSetting("probe %s: %s".formatted(probe.name(), why));
    }
  }

  /** The probe of that name, or null. */
  public ProbeResult probe(String name) {
    return probes.stream().filter(probe -> probe.name().equals(name)).findFirst().orElse(null);
  }

  /** Whether a model that never read the target stood beside the two of the run. */
  public boolean hasNeverRead() {
    return probes.stream().anyMatch(probe -> probe.neverRead() != null);
  }

  /**
   * Probes that choose between right and wrong, or read and not read, and do so on the unlearned
   * model better than without having read the target, by two standard errors and more. The
   * yardstick is the model that never read it or else chance; chance is none for membership, whose
   * number depends on what the target is compared with.
   */
  public List<String> leaks() {
    return probes.stream().filter(ProbeReport::leaks).map(ProbeResult::name).toList();
  }

  private static boolean leaks(ProbeResult probe) {
    if (probe.chance() == null || !hasError(probe.after())) {
      return false;
    }
    double after = probe.after().value();
    double error = probe.after().standardError();
    if (probe.neverRead() != null) {
      return hasError(probe.neverRead())
          && after - probe.neverRead().value()
              > 2 * Math.hypot(error, probe.neverRead().standardError());
    }
    return !probe.unit().equals(Membership.UNIT) && after - 2 * error > probe.chance();
  }

  private static boolean hasError(Estimate estimate) {
    return estimate != null && estimate.value() != null && estimate.standardError() != null;
  }

  /** Writes the numbers, and beside them every answer as JSON lines. */
  public void save(Path file) {
    StringBuilder text = new StringBuilder();
    for (ProbeResult probe : probes) {
      probe.lines().forEach(line -> append(text, probe.name(), line));
    }
    AtomicFiles.write(beside(file), text.toString());
    Json.write(file, this);
  }

  /** Reads what {@link #save} wrote, without the answers. */
  public static ProbeReport load(Path file) {
    try {
      return Json.json().treeToValue(Json.read(file), ProbeReport.class);
    } catch (JsonProcessingException problem) {
      throw UserError.badInput(
          "%s holds no probes: %s; probe again".formatted(file, problem.getOriginalMessage()));
    }
  }

  /** The file of the answers. */
  public static Path beside(Path file) {
    return file.resolveSibling("probes.details.jsonl");
  }

  private static void append(StringBuilder text, String probe, Map<String, Object> answer) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("probe", probe);
    line.putAll(answer);
    text.append(Json.line(line));
  }
}
