package io.github.unlearn4j.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.hubspot.jinjava.Jinjava;
import com.hubspot.jinjava.JinjavaConfig;
import com.hubspot.jinjava.LegacyOverrides;
import com.hubspot.jinjava.interpret.RenderResult;
import com.hubspot.jinjava.interpret.TemplateError;
import com.hubspot.jinjava.lib.fn.ELFunctionDefinition;
import com.hubspot.jinjava.objects.date.StrftimeFormatter;
import io.github.unlearn4j.base.ExitCode;
import io.github.unlearn4j.base.Json;
import io.github.unlearn4j.base.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A checkpoint's chat template: how it wants a conversation written as one text. The template is
 * Jinja as the Python library {@code transformers} renders it; encode the result without adding
 * special tokens, the template has written them.
 */
public final class ChatTemplate {
  /**
   * @param role system, user or assistant
   */
  public record Message(String role, String content) {}

  private static final List<String> SPECIALS =
      List.of("bos_token", "eos_token", "unk_token", "pad_token", "sep_token", "cls_token");

  private final Path source;
  private final String template;
  private final Map<String, String> specials;
  private final Jinjava jinja;

  private ChatTemplate(Path source, String template, Map<String, String> specials) {
    this.source = source;
    this.template = forJinjava(template);
    this.specials = specials;
    jinja =
        new Jinjava(
            JinjavaConfig.newBuilder()
                .withTrimBlocks(true)
                .withLstripBlocks(true)
                .withKeepTrailingNewline(true) // of the result; the template loses its own below
                // A message that holds {{ }} is text, not a template.
                .withNestedInterpretationEnabled(false)
                .withLegacyOverrides(asPythonDoes())
                .withElResolver(PythonStrings.beforeTheUsual())
                .build());
    define("raise_exception", "raiseException", String.class);
    define("strftime_now", "now", String.class);
  }

  /**
   * The template of a checkpoint folder: {@code chat_template.jinja}, or {@code chat_template} in
   * {@code tokenizer_config.json}, as text or as a list with one named "default". Empty if there is
   * none.
   */
  public static Optional<ChatTemplate> load(Path folder) {
    Path settings = folder.resolve("tokenizer_config.json");
    JsonNode names = Files.exists(settings) ? Json.read(settings) : Json.json().missingNode();
    Path file = folder.resolve("chat_template.jinja");
    if (Files.exists(file)) {
      return Optional.of(new ChatTemplate(file, read(file), specials(names)));
    }
    return inSettings(names.path("chat_template"))
        .map(template -> new ChatTemplate(settings, template, specials(names)));
  }

  /**
   * @param addGenerationPrompt ends with the beginning of the assistant's answer
   * @throws UserError if the template refuses the messages or is none that can be rendered
   */
  public String render(List<Message> messages, boolean addGenerationPrompt) {
    Map<String, Object> variables = new HashMap<>(specials);
    variables.put("messages", messages.stream().map(ChatTemplate::asMap).toList());
    variables.put("add_generation_prompt", addGenerationPrompt);
    RenderResult result = jinja.renderForResult(template, variables);
    for (TemplateError error : result.getErrors()) {
      if (error.getSeverity() == TemplateError.ErrorType.FATAL) {
        throw new UserError(
            ExitCode.BAD_INPUT,
            "the chat template of %s cannot write these messages: %s; give a plain prompt instead"
                .formatted(source, reason(error)),
            error.getException());
      }
    }
    return result.getOutput();
  }

  /** Jinjava departs from Jinja in these points unless told otherwise. */
  private static LegacyOverrides asPythonDoes() {
    return LegacyOverrides.newBuilder()
        .withEvaluateMapKeys(true)
        .withIterateOverMapKeys(true)
        .withUseNaturalOperatorPrecedence(true)
        .withParseWhitespaceControlStrictly(true)
        .withAllowAdjacentTextNodes(true)
        .withUseTrimmingForNotesAndExpressions(true)
        .withKeepNullableLoopValues(true)
        .withHandleBackslashInQuotesOnly(true)
        .build();
  }

  /**
   * Two things that Jinjava cannot read are put otherwise: a slice with a step, and a named
   * argument that is a sum behind a filter (both in Qwen3's template). Python's Jinja drops the
   * last line end.
   */
  private static String forJinjava(String template) {
    String whole =
        template.endsWith("\n") ? template.substring(0, template.length() - 1) : template;
    return whole
        .replace("[::-1]", "|reverse")
        .replaceAll("(\\w+)=(\\w+\\|\\w+ *[-+] *\\w+)(?=[,)])", "$1=($2)");
  }

  private static String reason(TemplateError error) {
    Throwable cause = error.getException();
    while (cause != null && cause.getCause() != null) {
      cause = cause.getCause();
    }
    String message = cause == null ? error.getMessage() : cause.getMessage();
    return String.valueOf(message).lines().findFirst().orElse("");
  }

  /** For the templates: refuses the messages. */
  public static String raiseException(String message) {
    throw new IllegalArgumentException(message);
  }

  /** For the templates: the time, in C's format. */
  public static String now(String format) {
    return StrftimeFormatter.format(ZonedDateTime.now(), format);
  }

  private static Map<String, Object> asMap(Message message) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("role", message.role());
    map.put("content", message.content());
    return map;
  }

  private static Optional<String> inSettings(JsonNode template) {
    if (template.isTextual()) {
      return Optional.of(template.textValue());
    }
    for (JsonNode named : template) {
      if (named.path("name").asText().equals("default")) {
        return Optional.of(named.path("template").asText());
      }
    }
    return Optional.empty();
  }

  private static Map<String, String> specials(JsonNode names) {
    Map<String, String> specials = new HashMap<>();
    for (String name : SPECIALS) {
      JsonNode token = names.path(name);
      JsonNode text = token.isObject() ? token.path("content") : token;
      if (text.isTextual()) {
        specials.put(name, text.textValue());
      }
    }
    return specials;
  }

  private void define(String name, String method, Class<?>... parameters) {
    jinja
        .getGlobalContext()
        .registerFunction(
            new ELFunctionDefinition("", name, ChatTemplate.class, method, parameters));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException problem) {
      throw UserError.badInput("cannot read %s: %s".formatted(file, Json.firstLine(problem)));
    }
  }
}
