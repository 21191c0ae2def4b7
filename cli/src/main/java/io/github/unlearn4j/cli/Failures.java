package io.github.unlearn4j.cli;

import io.github.unlearn4j.base.ExitCode;
import io.github.unlearn4j.base.NearestName;
import io.github.unlearn4j.base.UserError;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns whatever was thrown into one line and an exit code. */
final class Failures implements IExecutionExceptionHandler, IParameterExceptionHandler {
  private static final int LONGEST_DEFECT = 300;

  private final Console console;

  Failures(Console console) {
    this.console = console;
  }

  @Override
  public int handleExecutionException(
      Exception problem, CommandLine commandLine, ParseResult parseResult) {
    return report(problem);
  }

  @Override
  public int handleParseException(ParameterException problem, String[] arguments) {
    if (problem.getCause() instanceof UserError error) {
      return report(error);
    }
    String message =
        problem instanceof UnmatchedArgumentException unmatched
            ? unknown(unmatched)
            : uncapitalized(problem.getMessage());
    String command = problem.getCommandLine().getCommandSpec().qualifiedName();
    console.error(ExitCode.USAGE.number(), "%s; see ./%s --help".formatted(message, command));
    return ExitCode.USAGE.number();
  }

  /** Says what happened; returns the exit code. */
  int report(Throwable problem) {
    UserError error = asUserError(problem);
    if (error == null) {
      String where = writeStackTrace(problem);
      console.error(
          ExitCode.INTERNAL.number(),
          "%s; this should not happen, please report it with %s"
              .formatted(inShort(problem), where));
      return ExitCode.INTERNAL.number();
    }
    console.error(error.exitCode().number(), error.getMessage());
    if (console.isVerbose()) {
      problem.printStackTrace(console.err());
    }
    return error.exitCode().number();
  }

  /** Some troubles of the machine reach us as whatever a library makes of them. */
  private static UserError asUserError(Throwable problem) {
    for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
      if (cause instanceof UserError error) {
        return error;
      }
      String message = String.valueOf(cause.getMessage());
      if (cause instanceof OutOfMemoryError || message.contains("can't allocate memory")) {
        return new UserError(
            ExitCode.NO_MEMORY,
            "out of memory; ./unlearn doctor shows what there is, smaller micro_batch_blocks need"
                + " less",
            problem);
      }
      if (message.contains("No space left on device")) {
        return new UserError(ExitCode.DISK, "the disk is full: " + message, problem);
      }
    }
    return null;
  }

  /** The native library puts a stack trace of its own into its messages. */
  private static String inShort(Throwable problem) {
    String line = problem.toString().split("Exception raised from|\\R", 2)[0].strip();
    return line.length() > LONGEST_DEFECT ? line.substring(0, LONGEST_DEFECT) + "…" : line;
  }

  private String writeStackTrace(Throwable problem) {
    StringWriter trace = new StringWriter();
    problem.printStackTrace(new PrintWriter(trace));
    if (console.isVerbose()) {
      console.err().print(trace);
      return "the lines above";
    }
    try {
      Path file = Files.createTempFile("unlearn4j-error-", ".txt");
      Files.writeString(file, trace.toString());
      return file.toString();
    } catch (IOException noPlaceToWrite) {
      console.err().print(trace);
      return "the lines above";
    }
  }

  private static String unknown(UnmatchedArgumentException problem) {
    String typed = problem.getUnmatched().getFirst();
    boolean root = problem.getCommandLine().getParent() == null;
    String kind = problem.isUnknownOption() ? "option" : root ? "command" : "argument";
    List<String> near =
        problem.getSuggestions().stream().map(name -> name.replaceAll("[= ].*", "")).toList();
    return "unknown %s '%s'%s"
        .formatted(
            kind,
            typed,
            NearestName.of(typed.replaceAll("=.*", ""), near)
                .map("; did you mean %s?"::formatted)
                .orElse(""));
  }

  private static String uncapitalized(String message) {
    return Character.toLowerCase(message.charAt(0)) + message.substring(1);
  }
}
