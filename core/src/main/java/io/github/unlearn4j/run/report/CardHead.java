package io.github.unlearn4j.run.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.unlearn4j.base.Json;
import io.github.unlearn4j.measure.Interval;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The YAML head of a model card, as the hub reads it. What is not known of the base model is left
 * out; its licence is never guessed.
 */
final class CardHead {
  private record Dataset(String name, String type, String config) {}

  /** The benchmarks' data sets on the hub. */
  private static final Map<String, Dataset> DATASETS =
      Map.of(
          "winogrande", new Dataset("WinoGrande", "allenai/winogrande", "winogrande_xl"),
          "hellaswag", new Dataset("HellaSwag", "Rowan/hellaswag", "default"),
          "arc_easy", new Dataset("ARC Easy", "allenai/ai2_arc", "ARC-Easy"),
          "arc_challenge", new Dataset("ARC Challenge", "allenai/ai2_arc", "ARC-Challenge"),
          "boolq", new Dataset("BoolQ", "aps/super_glue", "boolq"),
          "piqa", new Dataset("PIQA", "ybisk/piqa", "plain_text"),
          "openbookqa", new Dataset("OpenBookQA", "allenai/openbookqa", "main"));

  private CardHead() {}

  static String yaml(ReportData data) {
    Map<String, Object> head = new LinkedHashMap<>();
    licence(head, data.base().card());
    if (data.base().id() != null) {
      head.put("base_model", data.base().id());
      head.put("base_model_relation", "finetune");
    }
    if (data.base().card().containsKey("language")) {
      head.put("language", data.base().card().get("language"));
    }
    head.put("library_name", "transformers");
    head.put("pipeline_tag", "text-generation");
    head.put("tags", List.of("unlearning", "unlearn4j"));
    List<Object> results = results(data);
    if (!results.isEmpty()) {
      head.put("model-index", List.of(Map.of("name", "unlearned", "results", results)));
    }
    try {
      return "---\n" + Json.yaml().writeValueAsString(head) + "---\n";
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static void licence(Map<String, Object> head, Map<String, Object> base) {
    if (!base.containsKey("license")) {
      head.put("license", "other");
      head.put("license_name", "that-of-the-original-model");
      return;
    }
    for (String field : List.of("license", "license_name", "license_link")) {
      if (base.containsKey(field)) {
        head.put(field, base.get(field));
      }
    }
  }

  /** Only public benchmarks: prompts of one's own can be compared with nobody else's. */
  private static List<Object> results(ReportData data) {
    List<Object> results = new ArrayList<>();
    for (Benchmark score : data.benchmarks().getOrDefault("unlearned", List.of())) {
      Dataset dataset = DATASETS.get(score.task());
      if (dataset != null) {
        results.add(result(data, score, dataset));
      }
    }
    return results;
  }

  private static Map<String, Object> result(ReportData data, Benchmark score, Dataset dataset) {
    Map<String, Object> on = new LinkedHashMap<>();
    on.put("name", dataset.name());
    on.put("type", dataset.type());
    on.put("config", dataset.config());
    Map<String, Object> metric = new LinkedHashMap<>();
    metric.put("type", score.metric());
    Interval interval = data.intervals().of("unlearned", score.key());
    String items = interval == null ? "" : ", %d items".formatted(interval.units());
    metric.put(
        "name",
        "%s, zero-shot%s, by the rules of lm-evaluation-harness".formatted(score.metric(), items));
    metric.put("value", score.value());
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("task", Map.of("type", "text-generation"));
    result.put("dataset", on);
    result.put("metrics", List.of(metric));
    return result;
  }
}
