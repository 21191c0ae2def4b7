package io.github.unlearn4j.bench;

import io.github.unlearn4j.base.NearestName;
import io.github.unlearn4j.base.UserError;
import java.util.Arrays;
import java.util.List;

/** What a user names on the command line. */
interface Named {
  String label();

  /**
   * The value with this label.
   *
   * @param kind what such values are called
   * @throws UserError there is none; it names the nearest and all
   */
  static <T extends Named> T find(String kind, String label, T[] values) {
    return Arrays.stream(values)
        .filter(value -> value.label().equals(label))
        .findFirst()
        .orElseThrow(
            () -> {
              List<String> labels = Arrays.stream(values).map(Named::label).toList();
              return UserError.badInput(
                  "unknown %s '%s'%s; known: %s"
                      .formatted(
                          kind,
                          label,
                          NearestName.of(label, labels)
                              .map("; did you mean %s?"::formatted)
                              .orElse(""),
                          String.join(", ", labels)));
            });
  }
}
