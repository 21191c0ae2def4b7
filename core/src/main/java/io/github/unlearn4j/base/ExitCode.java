package io.github.unlearn4j.base;

/** Every way a command can end; the numbers are listed in docs/troubleshooting.md. */
public enum ExitCode {
  OK(0),
  /** A defect of this program: please report it. */
  INTERNAL(1),
  /** A flag or argument that the command does not take. */
  USAGE(2),
  /** A recipe or settings value that is unknown, of the wrong type or out of range. */
  BAD_SETTING(3),
  /** An input file that is missing, empty, truncated, corrupt or not of a known kind. */
  BAD_INPUT(4),
  /** The work would not fit in memory. */
  NO_MEMORY(5),
  /** A server that cannot be reached, refuses, or answers nonsense. */
  NETWORK(6),
  /** The disk is full or a file cannot be written. */
  DISK(7),
  /** Training left the finite numbers. */
  NOT_FINITE(8),
  /** Ctrl-C. */
  INTERRUPTED(130);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  public int number() {
    return number;
  }
}
