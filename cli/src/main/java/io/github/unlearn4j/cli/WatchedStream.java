package io.github.unlearn4j.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Remembers why writing failed, which a {@code PrintStream} keeps to itself. */
final class WatchedStream extends FilterOutputStream {
  private IOException failure;

  WatchedStream(OutputStream stream) {
    super(stream);
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int start, int count) throws IOException {
    try {
      out.write(bytes, start, count);
    } catch (IOException problem) {
      failure = problem;
      throw problem;
    }
  }

  /** What went wrong, or null; a reader that has seen enough and closed the pipe is no failure. */
  String failure() {
    String message = failure == null ? null : String.valueOf(failure.getMessage());
    return message == null || message.contains("Broken pipe") ? null : message;
  }
}
