package io.github.unlearn4j.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.unlearn4j.base.Json;
import io.github.unlearn4j.base.Progress;
import io.github.unlearn4j.cli.progress.BarProgress;
import io.github.unlearn4j.cli.progress.JsonProgress;
import io.github.unlearn4j.cli.progress.LineProgress;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Help.Ansi;

/**
 * The two streams of a command: results go to standard output, everything about the way there to
 * standard error. With {@code --json} both go to standard output, one JSON object a line.
 */
public final class Console {
  private final PrintStream out;
  private final PrintStream err;
  private boolean quiet;
  private boolean json;
  private boolean color = System.getenv("NO_COLOR") == null;
  private boolean verbose;

  Console(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  PrintStream out() {
    return out;
  }

  PrintStream err() {
    return err;
  }

  void quiet() {
    quiet = true;
  }

  void useJson() {
    json = true;
  }

  void withoutColor() {
    color = false;
  }

  void verbose() {
    verbose = true;
  }

  boolean isJson() {
    return json;
  }

  boolean isVerbose() {
    return verbose;
  }

  /** Whether results carry colours: picocli looks whether a terminal takes them. */
  Ansi ansi() {
    return color ? Ansi.AUTO : Ansi.OFF;
  }

  /** Bars on a terminal, lines elsewhere, JSON or nothing if asked for. */
  Progress progress() {
    if (json) {
      return new JsonProgress(this::event);
    } else if (quiet) {
      return Progress.silent();
    }
    return errIsTerminal() ? new BarProgress(err, color) : new LineProgress(err);
  }

  /** A line of the command's result; with {@code --json} results go through {@link #event}. */
  void print(String line) {
    if (!json) {
      out.println(line);
    }
  }

  /** A remark about the work, never part of the result. */
  void say(String line) {
    if (json) {
      event("say", Map.of("text", line));
    } else if (!quiet) {
      err.println(line);
    }
  }

  /** One JSON line, if JSON was asked for. */
  void event(String kind, Map<String, ?> values) {
    if (!json) {
      return;
    }
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("event", kind);
    event.putAll(values);
    try {
      synchronized (out) {
        out.println(Json.json().writeValueAsString(event));
      }
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** The one line that tells what went wrong. */
  void error(int exitCode, String message) {
    String line = message.replaceAll("\\s*\\R\\s*", " ");
    event("error", Map.of("exit_code", exitCode, "message", line));
    boolean red = color && errIsTerminal();
    err.println((red ? "\u001b[31merror:\u001b[0m " : "error: ") + line);
  }

  /** The launcher says whether standard error is a terminal; Java itself cannot tell. */
  private static boolean errIsTerminal() {
    return Boolean.getBoolean("unlearn4j.terminal") && !"dumb".equals(System.getenv("TERM"));
  }
}
