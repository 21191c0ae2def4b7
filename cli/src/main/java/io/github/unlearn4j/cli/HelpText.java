package io.github.unlearn4j.cli;

import io.github.unlearn4j.base.ExitCode;
import io.github.unlearn4j.recipe.Preset;
import io.github.unlearn4j.recipe.RecipeText;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The parts of the help that are made from other sources: exit codes and settings. */
final class HelpText {
  private static final Set<String> WITH_SETTINGS = Set.of("forget", "settings");

  private HelpText() {}

  static void complete(CommandLine commandLine) {
    Map<String, String> exitCodes = new LinkedHashMap<>();
    Arrays.stream(ExitCode.values())
        .forEach(code -> exitCodes.put(Integer.toString(code.number()), code.meaning()));
    complete(commandLine, exitCodes);
    for (CommandLine command : commandLine.getSubcommands().values()) {
      complete(command, exitCodes);
      if (WITH_SETTINGS.contains(command.getCommandName())) {
        addSettings(command);
      }
    }
  }

  /** Made only when it is shown. */
  private static void addSettings(CommandLine command) {
    command
        .getHelpSectionMap()
        .put(
            UsageMessageSpec.SECTION_KEY_FOOTER,
            help ->
                help.footer()
                    + "%nSettings, with the defaults of the preset small:%n%n".formatted()
                    + RecipeText.help(Preset.SMALL));
  }

  private static void complete(CommandLine commandLine, Map<String, String> exitCodes) {
    commandLine
        .getCommandSpec()
        .usageMessage()
        .width(100)
        .exitCodeListHeading("%nExit codes:%n")
        .exitCodeList(exitCodes);
  }
}
