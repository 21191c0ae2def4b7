package io.github.unlearn4j.base.endpoint;

import io.github.unlearn4j.base.Progress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Many questions to one endpoint, several at once.
 *
 * @param replies by question
 * @param asked questions that went to the endpoint; the others were answered from the log
 */
public record AskAll(Map<String, String> replies, int asked) {

  /**
   * Asks what the log does not hold. Every reply is in the log before the next question is asked,
   * so a failure loses nothing.
   *
   * @param questions the same one twice is asked once
   * @param parallel questions under way at a time
   * @param task advanced by one for each distinct question
   */
  public static AskAll of(
      Endpoint endpoint,
      ReplyLog log,
      Collection<String> questions,
      int parallel,
      Progress.Task task) {
    Map<String, String> replies = new HashMap<>();
    List<String> missing = new ArrayList<>();
    for (String question : new LinkedHashSet<>(questions)) {
      Optional<String> known = log.find(question);
      if (known.isPresent()) {
        replies.put(question, known.get());
        task.advance(1, "kept");
      } else {
        missing.add(question);
      }
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(parallel)) {
      CompletionService<String> answered = new ExecutorCompletionService<>(threads);
      for (String question : missing) {
        answered.submit(
            () -> {
              log.add(question, endpoint.ask(question));
              return question;
            });
      }
      try {
        for (int i = 0; i < missing.size(); i++) {
          answered.take().get();
          task.advance(1, "asked");
        }
      } catch (ExecutionException failed) {
        threads.shutdownNow();
        throw failed.getCause() instanceof RuntimeException cause
            ? cause
            : new IllegalStateException(failed.getCause());
      } catch (InterruptedException stopped) {
        threads.shutdownNow();
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted", stopped);
      }
    }
    missing.forEach(question -> replies.put(question, log.last(question)));
    return new AskAll(replies, missing.size());
  }
}
