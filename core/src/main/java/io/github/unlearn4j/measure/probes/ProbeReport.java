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

  /** Runs the probes that the context's settings name. */
  public static ProbeReport run(ProbeContext context) {
    long start = System.nanoTime();
    List<ProbeResult> results = new ArrayList<>();
    for (Probe probe : Probes.of(context.settings().names())) {
      ProbeResult result = probe.run(context);
      boolean askedFor = context.settings().names().contains(probe.name());
      if (result.before() == null && askedFor) {
        throw UserError.badSetting("probe %s: %s".formatted(probe.name(), result.remark()));
      }
      results.add(result);
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    return new ProbeReport(results, context.settings().limit(), seconds);
  }

  /** The probe of that name, or null. */
  public ProbeResult probe(String name) {
    return probes.stream().filter(probe -> probe.name().equals(name)).findFirst().orElse(null);
  }

  /** Probes whose number on the unlearned model is two standard errors and more above chance. */
  public List<String> aboveChance() {
    return probes.stream()
        .filter(probe -> probe.chance() != null && probe.after() != null)
        .filter(probe -> probe.after().value() != null && probe.after().standardError() != null)
        .filter(probe -> probe.after().value() - 2 * probe.after().standardError() > probe.chance())
        .map(ProbeResult::name)
        .toList();
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
