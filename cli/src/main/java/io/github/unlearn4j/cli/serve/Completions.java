package io.github.unlearn4j.cli.serve;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * {@code /v1/completions} and {@code /v1/chat/completions}. While the model computes or others come
 * first, a sign of life is written now and then, by which a client that has gone is noticed: a
 * comment in a stream, a space before a whole answer (JSON may begin with white space).
 */
final class Completions {
  private static final long SIGN_OF_LIFE_MILLISECONDS = 1000;
  private static final byte[] COMMENT = ": wait\n\n".getBytes(StandardCharsets.UTF_8);
  private static final byte[] DONE = "data: [DONE]\n\n".getBytes(StandardCharsets.UTF_8);

  private final Map<String, ServedModel> models;

  Completions(Map<String, ServedModel> models) {
    this.models = models;
  }

  /** Serves one request; returns what the log says about it. */
  String serve(Exchange exchange, boolean chat) throws IOException, InterruptedException {
    AnswerRequest request = AnswerRequestReader.read(models, exchange.fields(), chat);
    Answer answer = Answer.begin(request);
    try {
      Answer.Event.End end =
          request.stream() ? stream(exchange, request, answer) : whole(exchange, request, answer);
      return "%s, %d + %d tokens"
          .formatted(
              request.model().name(), request.prompt().length, end == null ? 0 : end.tokens());
    } catch (IOException gone) {
      return "%s, the client left".formatted(request.model().name());
    } finally {
      answer.cancel();
    }
  }

  private static Answer.Event.End whole(Exchange exchange, AnswerRequest request, Answer answer)
      throws IOException, InterruptedException {
    StringBuilder text = new StringBuilder();
    OutputStream output = null;
    long lastSign = System.nanoTime();
    while (true) {
      long silent = (System.nanoTime() - lastSign) / 1_000_000;
      if (silent >= SIGN_OF_LIFE_MILLISECONDS) {
        output = output == null ? exchange.begin("application/json") : output;
        output.write(' ');
        output.flush();
        lastSign = System.nanoTime();
        continue;
      }
      switch (answer.next(SIGN_OF_LIFE_MILLISECONDS - silent)) {
        case null -> {} // time for a sign of life
        case Answer.Event.Piece piece -> text.append(piece.text());
        case Answer.Event.End end -> {
          finish(exchange, output, new AnswerForm(request).whole(text.toString(), end));
          return end;
        }
        case Answer.Event.Failure failure -> {
          if (output == null) {
            throw failure.problem();
          }
          finish(exchange, output, ApiError.from(failure.problem()).json()); // 200 is sent already
          return null;
        }
      }
    }
  }

  private static void finish(Exchange exchange, OutputStream output, JsonNode reply)
      throws IOException {
    if (output == null) {
      exchange.sendJson(200, reply);
    } else {
      output.write(Exchange.bytes(reply));
    }
  }

  private static Answer.Event.End stream(Exchange exchange, AnswerRequest request, Answer answer)
      throws IOException, InterruptedException {
    AnswerForm form = new AnswerForm(request);
    OutputStream output = exchange.begin("text/event-stream; charset=utf-8");
    if (request.chat()) {
      write(output, form.speaker());
    }
    while (true) {
      switch (answer.next(SIGN_OF_LIFE_MILLISECONDS)) {
        case null -> {
          output.write(COMMENT);
          output.flush();
        }
        case Answer.Event.Piece piece -> write(output, form.piece(piece.text()));
        case Answer.Event.End end -> {
          write(output, form.end(end));
          if (request.usageInStream()) {
            write(output, form.usageChunk(end));
          }
          output.write(DONE);
          output.flush();
          return end;
        }
        case Answer.Event.Failure failure -> {
          write(output, ApiError.from(failure.problem()).json());
          return null;
        }
      }
    }
  }

  private static void write(OutputStream output, JsonNode event) throws IOException {
    output.write("data: ".getBytes(StandardCharsets.UTF_8));
    output.write(Exchange.bytes(event));
    output.write("\n\n".getBytes(StandardCharsets.UTF_8));
    output.flush();
  }
}
