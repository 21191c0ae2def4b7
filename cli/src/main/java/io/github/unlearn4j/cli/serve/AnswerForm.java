package io.github.unlearn4j.cli.serve;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.unlearn4j.base.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Writes one answer as OpenAI's interface does: whole, or chunk by chunk, chat or text. */
final class AnswerForm {
  private final AnswerRequest request;
  private final String id;
  private final long created = Instant.now().getEpochSecond();

  AnswerForm(AnswerRequest request) {
    this.request = request;
    id = (request.chat() ? "chatcmpl-" : "cmpl-") + UUID.randomUUID().toString().replace("-", "");
  }

  ObjectNode whole(String text, Answer.Event.End end) {
    ObjectNode answer = frame(request.chat() ? "chat.completion" : "text_completion");
    ObjectNode choice = choice(answer, end.finishReason());
    if (request.chat()) {
      choice.putObject("message").put("role", "assistant").put("content", text).putNull("refusal");
    } else {
      choice.put("text", text);
    }
    if (end.scores() != null) {
      choice.set("logprobs", request.chat() ? chatScores(end) : textScores(end));
    }
    answer.set("usage", usage(end));
    return answer;
  }

  /** The first chunk of a chat says who speaks. */
  ObjectNode speaker() {
    ObjectNode chunk = chunk();
    choice(chunk, null).putObject("delta").put("role", "assistant").put("content", "");
    return chunk;
  }

  ObjectNode piece(String text) {
    ObjectNode chunk = chunk();
    ObjectNode choice = choice(chunk, null);
    if (request.chat()) {
      choice.putObject("delta").put("content", text);
    } else {
      choice.put("text", text);
    }
    return chunk;
  }

  ObjectNode end(Answer.Event.End end) {
    ObjectNode chunk = chunk();
    ObjectNode choice = choice(chunk, end.finishReason());
    if (request.chat()) {
      choice.putObject("delta");
    } else {
      choice.put("text", "");
    }
    return chunk;
  }

  /** The chunk behind the last that counts the tokens. */
  ObjectNode usageChunk(Answer.Event.End end) {
    ObjectNode chunk = chunk();
    chunk.putArray("choices");
    chunk.set("usage", usage(end));
    return chunk;
  }

  private ObjectNode chunk() {
    return frame(request.chat() ? "chat.completion.chunk" : "text_completion");
  }

  private ObjectNode frame(String object) {
    return Json.json()
        .createObjectNode()
        .put("id", id)
        .put("object", object)
        .put("created", created)
        .put("model", request.model().name())
        .put("system_fingerprint", request.model().hash());
  }

  private static ObjectNode choice(ObjectNode answer, String finishReason) {
    return answer
        .putArray("choices")
        .addObject()
        .put("index", 0)
        .putNull("logprobs")
        .put("finish_reason", finishReason);
  }

  private ObjectNode usage(Answer.Event.End end) {
    int prompt = request.prompt().length;
    return Json.json()
        .createObjectNode()
        .put("prompt_tokens", prompt)
        .put("completion_tokens", end.tokens())
        .put("total_tokens", prompt + end.tokens());
  }

  private ObjectNode chatScores(Answer.Event.End end) {
    ObjectNode scores = Json.json().createObjectNode();
    ArrayNode content = scores.putArray("content");
    for (Answer.TokenScore score : end.scores()) {
      ObjectNode token = content.addObject();
      describe(token, score.text(), score.scored().logProbability());
      ArrayNode top = token.putArray("top_logprobs");
      for (int i = 0; i < score.scored().topTokens().length; i++) {
        describe(
            top.addObject(),
            spelt(score.scored().topTokens()[i]),
            score.scored().topLogProbabilities()[i]);
      }
    }
    return scores.putNull("refusal");
  }

  private static void describe(ObjectNode token, String text, double logProbability) {
    token.put("token", text).put("logprob", logProbability);
    ArrayNode bytes = token.putArray("bytes");
    for (byte unit : text.getBytes(StandardCharsets.UTF_8)) {
      bytes.add(unit & 0xff);
    }
  }

  private ObjectNode textScores(Answer.Event.End end) {
    ObjectNode scores = Json.json().createObjectNode();
    List<Answer.TokenScore> tokens = end.scores();
    ArrayNode texts = scores.putArray("tokens");
    tokens.forEach(token -> texts.add(token.text()));
    ArrayNode logarithms = scores.putArray("token_logprobs");
    tokens.forEach(token -> logarithms.add(token.scored().logProbability()));
    ArrayNode tops = scores.putArray("top_logprobs");
    for (Answer.TokenScore token : tokens) {
      ObjectNode top = tops.addObject();
      for (int i = 0; i < token.scored().topTokens().length; i++) {
        top.put(spelt(token.scored().topTokens()[i]), token.scored().topLogProbabilities()[i]);
      }
    }
    ArrayNode offsets = scores.putArray("text_offset");
    tokens.forEach(token -> offsets.add(token.offset()));
    return scores;
  }

  /** A token's text; specials, and parts of characters, as the vocabulary spells them. */
  private String spelt(int token) {
    String text = request.model().tokenizer().decode(new int[] {token});
    return text.isEmpty() || text.contains("\uFFFD")
        ? request.model().tokenizer().piece(token)
        : text;
  }
}
