package io.github.unlearn4j.base;

/** Every way a command can end; the numbers are listed in docs/troubleshooting.md. */
public enum ExitCode {
  OK(0, "done"),
  INTERNAL(1, "a defect of this program: please report it"),
  USAGE(2, "a flag or argument that the command does not take"),
  BAD_SETTING(3, "a setting that is unknown, of the wrong type or out of range"),
  BAD_INPUT(4, "an input file that is missing, empty, damaged or of an unknown kind"),
  NO_MEMORY(5, "the work would not fit in memory"),
  NETWORK(6, "a server cannot be reached, refuses, or answers nonsense"),
  DISK(7, "the disk is full or a file cannot be written"),
  NOT_FINITE(8, "training left the finite numbers"),
  BUSY(9, "another process works in the same run folder"),
  INTERRUPTED(130, "stopped by Ctrl-C");

  private final int number;
  private final String meaning;

  ExitCode(int number, String meaning) {
    this.number = number;
    this.meaning = meaning;
  }

  public int number() {
    return number;
  }

  /** What it means, in half a line: shown in the help of every command. */
  public String meaning() {
    return meaning;
  }
}
