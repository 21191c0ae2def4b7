package io.github.unlearn4j.measure.tasks;

import io.github.unlearn4j.base.NearestName;
import io.github.unlearn4j.base.UserError;
import java.util.List;

/**
 * A benchmark as lm-evaluation-harness defines it, zero-shot.
 *
 * @param name the harness's name
 * @param version the harness's version of the task
 * @param normalized whether {@code acc_norm} is reported besides {@code acc}
 * @param localField the field by which a line of the local form is known
 * @param local makes an item of a line of the local form
 * @param hub makes an item of a line with the hub's own fields
 */
public record MultipleChoiceTask(
    String name,
    double version,
    boolean normalized,
    String localField,
    ItemForm local,
    ItemForm hub) {

  /** Makes an item of the fields of one line. */
  @FunctionalInterface
  public interface ItemForm {
    ChoiceItem item(int index, ItemFields fields);
  }

  /** The seven of the paper. */
  public static final List<MultipleChoiceTask> ALL =
      List.of(
          new MultipleChoiceTask(
              "winogrande",
              1.0,
              false,
              "context_options",
              ItemForms::contextOptions,
              ItemForms::winogrande),
          query("hellaswag", 1.0, true, ItemForms::plainQuery, ItemForms::hellaswag),
          query("arc_easy", 1.0, true, ItemForms::questionQuery, ItemForms::arc),
          query("arc_challenge", 1.0, true, ItemForms::questionQuery, ItemForms::arc),
          query("boolq", 2.0, false, ItemForms::passageQuery, ItemForms::boolq),
          query("piqa", 1.0, true, ItemForms::questionQuery, ItemForms::piqa),
          query("openbookqa", 1.0, true, ItemForms::plainQuery, ItemForms::openBook));

  private static MultipleChoiceTask query(
      String name, double version, boolean normalized, ItemForm local, ItemForm hub) {
    return new MultipleChoiceTask(name, version, normalized, "query", local, hub);
  }

  public static List<String> names() {
    return ALL.stream().map(MultipleChoiceTask::name).toList();
  }

  /** The task of a name. */
  public static MultipleChoiceTask named(String name) {
    return ALL.stream()
        .filter(task -> task.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                UserError.badSetting(
                    "unknown task '%s'%s; there are %s"
                        .formatted(
                            name,
                            NearestName.of(name, names())
                                .map("; did you mean %s?"::formatted)
                                .orElse(""),
                            String.join(", ", names()))));
  }

  /** The item of one line, whichever form it has. */
  ChoiceItem item(int index, ItemFields fields) {
    return (fields.has(localField) ? local : hub).item(index, fields);
  }
}
