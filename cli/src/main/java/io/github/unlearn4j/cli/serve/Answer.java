package io.github.unlearn4j.cli.serve;

import io.github.unlearn4j.model.Generator;
import io.github.unlearn4j.model.TokenLogProbabilities;
import io.github.unlearn4j.text.TokenStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * One answer in the making. The model's thread puts events in, the request's thread takes them out,
 * so that a slow client never keeps the model waiting; {@link #cancel} ends it at the next token.
 */
final class Answer {
  /** What happens, in order: pieces, then an end or a failure. */
  sealed interface Event {
    /**
     * @param text not empty; whole characters
     */
    record Piece(String text) implements Event {}

    /**
     * @param finishReason "stop": the model or a stop string ended it; "length": enough tokens
     * @param tokens how many were made
     * @param scores the tokens of the text with their log probabilities; null if not asked for
     */
    record End(String finishReason, int tokens, List<TokenScore> scores) implements Event {}

    record Failure(RuntimeException problem) implements Event {}
  }

  /**
   * @param text what this token added to the answer
   * @param offset where in the answer, UTF-16
   */
  record TokenScore(String text, int offset, TokenLogProbabilities.Scored scored) {}

  /** Leaves the generator; no error. */
  private static final class Enough extends RuntimeException {
    Enough() {
      super(null, null, false, false);
    }
  }

  private final AnswerRequest request;
  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private final TokenStream stream;
  private final StopText stop;
  private final List<Integer> tokens = new ArrayList<>();
  private final List<String> pieces = new ArrayList<>();
  private int length;
  private volatile boolean cancelled;

  private Answer(AnswerRequest request) {
    this.request = request;
    stream = new TokenStream(request.model().tokenizer());
    stop = new StopText(request.stop());
  }

  /** Puts the request into its model's queue. */
  static Answer begin(AnswerRequest request) {
    Answer answer = new Answer(request);
    request.model().submit(answer::make);
    return answer;
  }

  /** The next event, or null if none came in this time. */
  Event next(long milliseconds) throws InterruptedException {
    return events.poll(milliseconds, TimeUnit.MILLISECONDS);
  }

  /** Nobody waits for it any more. */
  void cancel() {
    cancelled = true;
  }

  private void make() {
    try {
      generate();
      String rest = stop.found() ? "" : stop.next(stream.finish()) + stop.finish();
      emit(rest);
      boolean full = tokens.size() == request.maxTokens() && !stop.found();
      events.add(new Event.End(full ? "length" : "stop", tokens.size(), scores()));
    } catch (Enough left) {
      // The client has gone.
    } catch (RuntimeException problem) {
      events.add(new Event.Failure(problem));
    } catch (Error problem) {
      events.add(new Event.Failure(new IllegalStateException(problem)));
    }
  }

  private void generate() {
    leaveIfCancelled();
    try {
      Generator.generate(
          request.model().decoder(), request.prompt(), request.options(), this::hear);
    } catch (Enough enough) {
      leaveIfCancelled();
    }
  }

  private void hear(int token) {
    leaveIfCancelled();
    String text = stream.next(token);
    tokens.add(token);
    pieces.add(text);
    emit(stop.next(text));
    if (stop.found()) {
      throw new Enough();
    }
    request.model().passTurn();
  }

  private void leaveIfCancelled() {
    if (cancelled || Thread.currentThread().isInterrupted()) {
      throw new Enough();
    }
  }

  private void emit(String text) {
    if (!text.isEmpty()) {
      length += text.length();
      events.add(new Event.Piece(text));
    }
  }

  /** One more pass over prompt and answer, which costs little beside making it token by token. */
  private List<TokenScore> scores() {
    if (request.topLogProbabilities() < 0) {
      return null;
    }
    int[] prompt = request.prompt();
    int[] all =
        IntStream.concat(IntStream.of(prompt), tokens.stream().mapToInt(Integer::intValue))
            .toArray();
    List<TokenLogProbabilities.Scored> scored =
        TokenLogProbabilities.of(
            request.model().decoder(), all, prompt.length, request.topLogProbabilities());
    List<TokenScore> scores = new ArrayList<>();
    int offset = 0;
    for (int i = 0; i < scored.size() && offset < length; i++) {
      scores.add(new TokenScore(pieces.get(i), offset, scored.get(i)));
      offset += pieces.get(i).length();
    }
    return scores;
  }
}
