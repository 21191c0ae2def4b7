package io.github.unlearn4j.bench;

import io.github.unlearn4j.base.UserError;
import io.github.unlearn4j.tensor.Device;
import java.util.ArrayList;
import java.util.List;

/**
 * What stands behind {@code bench/run}.
 *
 * @param works empty: the usual ones
 * @param pairs measurements of each side
 * @param quick little work and one pair, to see that everything runs
 * @param recompute whether training keeps each layer's input alone
 * @param device cpu, cuda or cuda:N
 * @param shape random weights of this shape instead of {@code model}; or null
 * @param model checkpoint folder, from the repository's root; its tokenizer in any case
 * @param data folder of HellaSwag's items, from there as well
 */
record BenchOptions(
    List<Work> works,
    int pairs,
    boolean quick,
    boolean recompute,
    String device,
    RandomShape shape,
    String model,
    String data) {
  static final String MODEL = "models/smollm2";
  static final String DATA = "bench/data";

  static BenchOptions of(List<String> arguments) {
    List<Work> works = new ArrayList<>();
    int pairs = 0;
    boolean quick = false;
    boolean recompute = false;
    String device = "cpu";
    RandomShape shape = null;
    String model = MODEL;
    String data = DATA;
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      switch (argument) {
        case "--quick" -> quick = true;
        case "--recompute" -> recompute = true;
        case "--device" -> device = value(arguments, ++i);
        case "--shape" -> shape = RandomShape.named(value(arguments, ++i));
        case "--pairs" -> pairs = number(argument, value(arguments, ++i));
        case "--model" -> model = value(arguments, ++i);
        case "--data" -> data = value(arguments, ++i);
        default -> {
          if (argument.startsWith("-")) {
            throw UserError.badInput(
                "unknown option '%s'; bench/run --help names all".formatted(argument));
          }
          works.add(Work.named(argument));
        }
      }
    }
    Device.checkName(device);
    return new BenchOptions(
        works, pairs > 0 ? pairs : quick ? 1 : 5, quick, recompute, device, shape, model, data);
  }

  private static String value(List<String> arguments, int index) {
    if (index >= arguments.size()) {
      throw UserError.badInput("%s needs a value".formatted(arguments.getLast()));
    }
    return arguments.get(index);
  }

  private static int number(String option, String text) {
    if (!text.matches("[1-9][0-9]{0,3}")) {
      throw UserError.badInput("%s takes a positive number, not '%s'".formatted(option, text));
    }
    return Integer.parseInt(text);
  }
}
