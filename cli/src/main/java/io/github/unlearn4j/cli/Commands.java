package io.github.unlearn4j.cli;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The commands behind {@code ./unlearn}, in the order of its help. */
final class Commands {
  private static final List<Class<?>> ALL =
      List.of(
          DemoCommand.class,
          ForgetCommand.class,
          AnchorsCommand.class,
          ReinforceCommand.class,
          LabelsCommand.class,
          ExplainCommand.class,
          FinetuneCommand.class,
          MeasureCommand.class,
          PromptsCommand.class,
          ProbeCommand.class,
          AblateCommand.class,
          ReportCommand.class,
          GenerateCommand.class,
          ServeCommand.class,
          ImportCommand.class,
          MergeCommand.class,
          PullCommand.class,
          SettingsCommand.class,
          DoctorCommand.class,
          HelpCommand.class);

  private Commands() {}

  /**
   * Adds all commands, or only the one that {@code arguments} begin with: to describe every option
   * of every command takes longer than many a command itself.
   */
  static void addTo(CommandLine root, String... arguments) {
    String first = arguments.length == 0 ? "" : arguments[0];
    List<Class<?>> called = ALL.stream().filter(command -> name(command).equals(first)).toList();
    (called.isEmpty() || called.contains(HelpCommand.class) ? ALL : called)
        .forEach(root::addSubcommand);
  }

  private static String name(Class<?> command) {
    return command.getAnnotation(Command.class).name();
  }
}
