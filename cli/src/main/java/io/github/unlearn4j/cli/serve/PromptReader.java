package io.github.unlearn4j.cli.serve;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.unlearn4j.text.ChatTemplate;
import io.github.unlearn4j.text.ChatTemplate.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads the text or the messages of a request as tokens of its model. */
final class PromptReader {
  private static final Set<String> ROLES = Set.of("system", "developer", "user", "assistant");

  private final ServedModel model;
  private final Fields fields;

  PromptReader(ServedModel model, Fields fields) {
    this.model = model;
    this.fields = fields;
  }

  /** {@code prompt}: a string, or an array of one. */
  int[] text() {
    JsonNode prompt = fields.get("prompt");
    if (prompt == null || prompt.isTextual() && prompt.textValue().isEmpty()) {
      throw empty("prompt");
    }
    List<String> prompts = fields.texts("prompt", 1);
    if (prompts.isEmpty()) {
      throw empty("prompt");
    }
    return encoded("prompt", prompts.getFirst(), true);
  }

  /** {@code messages}, written out as the checkpoint's chat template says. */
  int[] messages() {
    ChatTemplate template =
        model
            .template()
            .orElseThrow(
                () ->
                    ApiError.parameter(
                        "messages",
                        "no_chat_template",
                        "the checkpoint of %s has no chat template; use /v1/completions"
                            .formatted(model.name())));
    JsonNode list = fields.get("messages");
    if (list != null && !list.isArray()) {
      throw Fields.wrong("messages", list, "an array of {role, content}");
    }
    if (list == null || list.isEmpty()) {
      throw empty("messages");
    }
    List<Message> messages = new ArrayList<>();
    for (JsonNode message : list) {
      messages.add(message(message));
    }
    if (messages.stream().allMatch(message -> message.content().isBlank())) {
      throw empty("messages");
    }
    String text;
    synchronized (template) {
      text = template.render(messages, true);
    }
    return encoded("messages", text, false); // the template has written the special tokens
  }

  private static Message message(JsonNode message) {
    String role = message.path("role").asText();
    if (!ROLES.contains(role)) {
      throw Fields.wrong(
          "messages", message, "objects with the role system, developer, user or assistant");
    }
    StringBuilder content = new StringBuilder();
    JsonNode given = message.path("content");
    for (JsonNode part : given.isArray() ? given : List.of(given)) {
      JsonNode text = part.isObject() ? part.path("text") : part;
      if (!text.isTextual()) {
        throw Fields.wrong("messages", message, "objects whose content is text");
      }
      content.append(text.textValue());
    }
    return new Message(role.equals("developer") ? "system" : role, content.toString());
  }

  private int[] encoded(String name, String text, boolean addSpecialTokens) {
    int[] ids = model.tokenizer().encode(text, addSpecialTokens).ids();
    if (ids.length == 0) {
      throw empty(name);
    }
    return ids;
  }

  private static ApiError empty(String name) {
    return ApiError.parameter(
        name, "empty_prompt", name + " is empty: there is nothing to go on from");
  }
}
