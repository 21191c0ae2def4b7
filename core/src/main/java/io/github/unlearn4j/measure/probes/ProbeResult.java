package io.github.unlearn4j.measure.probes;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a probe found; one entry of {@code measure/probes.json}.
 *
 * @param shows one sentence: what the number tells
 * @param neverRead the yardstick; null: no such model was given
 * @param chance what a model that knows nothing has; null: there is no such level
 * @param more further numbers of the same probe
 * @param remark why numbers are missing, or what to bear in mind; may be null
 * @param details what a drawing or a reader may want besides
 * @param lines the answers behind it, which go into {@code measure/probes.details.jsonl}
 */
public record ProbeResult(
    String name,
    String shows,
    String unit,
    Better better,
    Estimate before,
    Estimate after,
    Estimate neverRead,
    Double chance,
    List<More> more,
    String remark,
    Map<String, Object> details,
    @JsonIgnore List<Map<String, Object>> lines) {

  /**
   * @param what it is, in a few words
   */
  public record More(String what, Estimate before, Estimate after, Estimate neverRead) {}

  public ProbeResult {
    more = List.copyOf(more);
    details = details == null ? Map.of() : details;
    lines = lines == null ? List.of() : lines;
  }

  static ProbeResult of(Probe probe, Answers<Estimate> numbers) {
    return new ProbeResult(
        probe.name(),
        probe.shows(),
        probe.unit(),
        probe.better(),
        numbers.before(),
        numbers.after(),
        numbers.neverRead(),
        null,
        List.of(),
        null,
        Map.of(),
        List.of());
  }

  /** A probe that could not be run, and why. */
  static ProbeResult missing(Probe probe, String why) {
    return of(probe, new Answers<>(null, null, null)).remarking(why);
  }

  ProbeResult chance(double level) {
    return new ProbeResult(
        name, shows, unit, better, before, after, neverRead, level, more, remark, details, lines);
  }

  ProbeResult remarking(String words) {
    return new ProbeResult(
        name, shows, unit, better, before, after, neverRead, chance, more, words, details, lines);
  }

  ProbeResult and(String what, Answers<Estimate> numbers) {
    List<More> longer = new ArrayList<>(more);
    longer.add(new More(what, numbers.before(), numbers.after(), numbers.neverRead()));
    return new ProbeResult(
        name, shows, unit, better, before, after, neverRead, chance, longer, remark, details,
        lines);
  }

  ProbeResult detail(String key, Object value) {
    Map<String, Object> longer = new LinkedHashMap<>(details);
    longer.put(key, value);
    return new ProbeResult(
        name, shows, unit, better, before, after, neverRead, chance, more, remark, longer, lines);
  }

  ProbeResult lines(List<Map<String, Object>> answers) {
    return new ProbeResult(
        name, shows, unit, better, before, after, neverRead, chance, more, remark, details,
        answers);
  }
}
