package io.github.unlearn4j.cli;

import io.github.unlearn4j.base.ExitCode;
import io.github.unlearn4j.recipe.Preset;
import io.github.unlearn4j.recipe.RecipeText;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The parts of the help that are made from other sources: exit codes and settings. */
final class HelpText {
  private HelpText() {}

  static void complete(CommandLine commandLine) {
    Map<String, String> exitCodes = new LinkedHashMap<>();
    Arrays.stream(ExitCode.values())
        .forEach(code -> exitCodes.put(Integer.toString(code.number()), code.meaning()));
    complete(commandLine, exitCodes);
    for (CommandLine command : commandLine.getSubcommands().values()) {
      complete(command, exitCodes);
    }
    // Made only when it is shown.
    for (String name : new String[] {"forget", "settings"}) {
      commandLine
          .getSubcommands()
          .get(name)
          .getHelpSectionMap()
          .put(
              UsageMessageSpec.SECTION_KEY_FOOTER,
              help ->
                  help.footer()
                      + "%nSettings, with the defaults of the preset small:%n%n".formatted()
                      + RecipeText.help(Preset.SMALL));
    }
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
