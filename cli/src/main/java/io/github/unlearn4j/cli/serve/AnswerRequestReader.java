package io.github.unlearn4j.cli.serve;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;

/**
 * Reads the body of a completion: what is asked for is done as OpenAI's interface says, or refused,
 * never passed over in silence.
 */
final class AnswerRequestReader {
  /** As in OpenAI's interface. */
  private static final int DEFAULT_TEXT_TOKENS = 16;

  /** Without a limit an answer may take the whole context; on a processor that is very long. */
  private static final int DEFAULT_CHAT_TOKENS = 512;

  private static final int MOST_STOPS = 4;

  private static final Set<String> COMMON =
      Set.of(
          "model",
          "max_tokens",
          "temperature",
          "stop",
          "seed",
          "stream",
          "stream_options",
          "logprobs",
          // These say nothing about the answer.
          "user",
          "metadata",
          "store",
          "service_tier",
          "safety_identifier",
          "prompt_cache_key");

  /** Parameters that are taken with the one value that changes nothing. */
  private static final Map<String, Predicate<JsonNode>> NEUTRAL = neutral();

  private final Map<String, ServedModel> models;
  private final Fields fields;
  private final boolean chat;

  private AnswerRequestReader(Map<String, ServedModel> models, Fields fields, boolean chat) {
    this.models = models;
    this.fields = fields;
    this.chat = chat;
  }

  /**
   * @param models by their names
   * @param chat the body has messages, else a prompt
   */
  static AnswerRequest read(Map<String, ServedModel> models, Fields fields, boolean chat) {
    return new AnswerRequestReader(models, fields, chat).read();
  }

  private AnswerRequest read() {
    Set<String> known = new TreeSet<>(COMMON);
    known.addAll(NEUTRAL.keySet());
    known.addAll(
        chat ? Set.of("messages", "max_completion_tokens", "top_logprobs") : Set.of("prompt"));
    fields.requireKnown(known);
    ServedModel model = model();
    NEUTRAL.forEach(this::requireNeutral);
    PromptReader prompts = new PromptReader(model, fields);
    int[] prompt = chat ? prompts.messages() : prompts.text();
    boolean stream = fields.flag("stream");
    return new AnswerRequest(
        model,
        chat,
        prompt,
        maxTokens(model, prompt.length),
        fields.number("temperature", 1, 0, 2),
        fields.integer(
            "seed", ThreadLocalRandom.current().nextLong(), Long.MIN_VALUE, Long.MAX_VALUE),
        fields.texts("stop", MOST_STOPS),
        stream,
        usageInStream(stream),
        topLogProbabilities(stream));
  }

  private ServedModel model() {
    String name = fields.text("model");
    ServedModel model = models.get(name);
    if (model == null) {
      throw ApiError.of(
          404,
          "model_not_found",
          "there is no model '%s'; there are: %s"
              .formatted(name, String.join(", ", models.keySet())));
    }
    return model;
  }

  private int maxTokens(ServedModel model, int promptTokens) {
    int room = model.context() - promptTokens;
    String name = chat && fields.get("max_tokens") == null ? "max_completion_tokens" : "max_tokens";
    if (room < 1) {
      throw tooLong(chat ? "messages" : "prompt", model, promptTokens, 1);
    }
    int absent = Math.min(room, chat ? DEFAULT_CHAT_TOKENS : DEFAULT_TEXT_TOKENS);
    int wanted = (int) fields.integer(name, absent, 1, Integer.MAX_VALUE);
    if (wanted > room) {
      throw tooLong(name, model, promptTokens, wanted);
    }
    return wanted;
  }

  private static ApiError tooLong(String name, ServedModel model, int promptTokens, int wanted) {
    return ApiError.parameter(
        name,
        "context_length_exceeded",
        "the prompt has %d tokens and %d more are asked for, but %s takes %d together; shorten it"
                .formatted(promptTokens, wanted, model.name(), model.context())
            + " or lower max_tokens");
  }

  private boolean usageInStream(boolean stream) {
    JsonNode options = fields.get("stream_options");
    if (options == null) {
      return false;
    }
    if (!stream || !options.isObject()) {
      throw Fields.wrong("stream_options", options, "an object, and only with stream: true");
    }
    return options.path("include_usage").asBoolean();
  }

  private int topLogProbabilities(boolean stream) {
    int top;
    if (chat) {
      boolean wanted = fields.flag("logprobs");
      top = (int) fields.integer("top_logprobs", wanted ? 0 : -1, 0, 20);
      if (top >= 0 && !wanted) {
        throw ApiError.parameter("top_logprobs", "top_logprobs needs logprobs: true");
      }
    } else {
      top = (int) fields.integer("logprobs", -1, 0, 5);
    }
    if (top >= 0 && stream) {
      throw ApiError.parameter(
          "logprobs", "logprobs are given with whole answers only; leave stream out");
    }
    return top;
  }

  private void requireNeutral(String name, Predicate<JsonNode> neutral) {
    JsonNode value = fields.get(name);
    if (value != null && !neutral.test(value)) {
      throw ApiError.parameter(
          name,
          "unsupported_parameter",
          "%s is not supported here with the value %s; leave it out".formatted(name, value));
    }
  }

  private static Map<String, Predicate<JsonNode>> neutral() {
    Map<String, Predicate<JsonNode>> neutral = new LinkedHashMap<>();
    for (String one : List.of("n", "best_of", "top_p")) {
      neutral.put(one, value -> value.isNumber() && value.doubleValue() == 1);
    }
    for (String zero : List.of("presence_penalty", "frequency_penalty")) {
      neutral.put(zero, value -> value.isNumber() && value.doubleValue() == 0);
    }
    for (String empty : List.of("logit_bias", "tools", "functions")) {
      neutral.put(empty, value -> value.isContainerNode() && value.isEmpty());
    }
    neutral.put("echo", value -> value.isBoolean() && !value.booleanValue());
    neutral.put("suffix", value -> value.isTextual() && value.textValue().isEmpty());
    neutral.put("tool_choice", value -> value.asText().equals("none"));
    neutral.put("response_format", value -> value.path("type").asText().equals("text"));
    neutral.put("parallel_tool_calls", JsonNode::isBoolean);
    return neutral;
  }
}
