package io.github.unlearn4j.base.endpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.unlearn4j.base.ExitCode;
import io.github.unlearn4j.base.Json;
import io.github.unlearn4j.base.UserError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Replies of an endpoint as JSON lines, written one by one: a crash loses nothing and asking again
 * costs nothing. Each is found again by a hash of the model's name and the whole prompt. Several
 * threads may use one log. (A log of anchors is also a dictionary for the source {@code file}.)
 */
public final class ReplyLog {
  private final Path file;
  private final String model;
  private final Predicate<String> usable;
  private final Map<String, String> replies = new HashMap<>();

  /**
   * @param model a reply is used again only for the same model
   * @param usable a reply that is not is asked for again
   */
  public ReplyLog(Path file, String model, Predicate<String> usable) {
    this.file = file;
    this.model = model;
    this.usable = usable;
    if (Files.isRegularFile(file)) {
      read();
    }
  }

  /** The reply to this prompt, unless there is none yet or it could not be used. */
  public synchronized Optional<String> find(String prompt) {
    return Optional.ofNullable(replies.get(hash(prompt))).filter(usable);
  }

  /** The reply to this prompt, usable or not. */
  synchronized String last(String prompt) {
    return replies.get(hash(prompt));
  }

  public synchronized void add(String prompt, String reply) {
    Map<String, String> line = Map.of("prompt", hash(prompt), "reply", reply);
    replies.put(hash(prompt), reply);
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(
          file,
          Json.json().writeValueAsString(line) + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException problem) {
      throw new UserError(
          ExitCode.DISK,
          "cannot write %s: %s; free some space".formatted(file, problem.getMessage()),
          problem);
    }
  }

  private void read() {
    try {
      for (String line : Files.readAllLines(file)) {
        try {
          JsonNode node = Json.json().readTree(line);
          replies.put(node.path("prompt").asText(), node.path("reply").asText());
        } catch (JsonProcessingException cutOff) {
          continue; // the line on which an earlier run was stopped; it is asked again
        }
      }
    } catch (IOException problem) {
      throw UserError.badInput("cannot read %s: %s".formatted(file, Json.firstLine(problem)));
    }
  }

  private String hash(String prompt) {
    try {
      byte[] bytes = (model + "\n" + prompt).getBytes(StandardCharsets.UTF_8);
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return HexFormat.of().formatHex(digest, 0, 16);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
