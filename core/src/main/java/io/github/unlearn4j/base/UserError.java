package io.github.unlearn4j.base;

/**
 * Something the user can put right. The message is one line: what happened, with which value, and
 * what to do next. The command line prints it without a stack trace and ends with {@link
 * #exitCode()}.
 */
public final class UserError extends RuntimeException {
  private final ExitCode exitCode;

  public UserError(ExitCode exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  public UserError(ExitCode exitCode, String message, Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  /** An input file that cannot be used. */
  public static UserError badInput(String message) {
    return new UserError(ExitCode.BAD_INPUT, message);
  }

  /** A setting that cannot be used. */
  public static UserError badSetting(String message) {
    return new UserError(ExitCode.BAD_SETTING, message);
  }

  public ExitCode exitCode() {
    return exitCode;
  }
}
