package io.github.unlearn4j.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** The same as a command's own {@code --help}, for those who type it this way round. */
@Command(
    name = "help",
    description = "Shows the help of a command.",
    footer = {"", "Example:", "  ./unlearn help forget"},
    helpCommand = true)
final class HelpCommand implements Runnable {
  @ParentCommand private UnlearnCommand unlearn;
  @Spec private CommandSpec spec;

  @Parameters(arity = "0..1", paramLabel = "COMMAND", description = "Name of a command.")
  private String name;

  @Override
  public void run() {
    CommandLine root = spec.commandLine().getParent();
    CommandLine command = name == null ? root : root.getSubcommands().get(name);
    if (command == null) {
      throw new ParameterException(
          root,
          "no command '%s'; there are %s"
              .formatted(name, String.join(", ", root.getSubcommands().keySet())));
    }
    command.usage(unlearn.console().out());
  }
}
