package io.github.unlearn4j.cli.serve;

import io.github.unlearn4j.model.ComputeType;
import io.github.unlearn4j.model.Decoder;
import io.github.unlearn4j.run.InputCheck;
import io.github.unlearn4j.text.ChatTemplate;
import io.github.unlearn4j.text.Tokenizer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;

/**
 * A loaded model and the one thread that computes with it: requests are worked on in the order in
 * which they came. Models that share {@code turns} compute one at a time, each for a token, because
 * either can use all cores.
 */
final class ServedModel implements AutoCloseable {
  private static final int LONGEST_QUEUE = 64;

  private final String name;
  private final String hash;
  private final Decoder decoder;
  private final Tokenizer tokenizer;
  private final Optional<ChatTemplate> template;
  private final Lock turns;
  private final Instant loaded = Instant.now();
  private final ExecutorService thread;

  private ServedModel(
      String name,
      String hash,
      Decoder decoder,
      Tokenizer tokenizer,
      Optional<ChatTemplate> template,
      Lock turns) {
    this.name = name;
    this.hash = hash;
    this.decoder = decoder;
    this.tokenizer = tokenizer;
    this.template = template;
    this.turns = turns;
    thread =
        new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(LONGEST_QUEUE),
            Thread.ofPlatform().daemon().name("model-" + name).factory());
  }

  static ServedModel load(String name, String hash, Path folder, ComputeType compute, Lock turns) {
    Tokenizer tokenizer = Tokenizer.load(folder);
    try {
      InputCheck.tokenizer(folder, tokenizer);
      Optional<ChatTemplate> template = ChatTemplate.load(folder);
      Decoder decoder = Decoder.load(folder, compute);
      return new ServedModel(name, hash, decoder, tokenizer, template, turns);
    } catch (RuntimeException problem) {
      tokenizer.close();
      throw problem;
    }
  }

  String name() {
    return name;
  }

  Instant loaded() {
    return loaded;
  }

  /** Hash of the checkpoint folder, by which an answer says which weights gave it. */
  String hash() {
    return hash;
  }

  /** Only for work that was given to {@link #submit}. */
  Decoder decoder() {
    return decoder;
  }

  Tokenizer tokenizer() {
    return tokenizer;
  }

  Optional<ChatTemplate> template() {
    return template;
  }

  /** Tokens of prompt and answer together, at most. */
  int context() {
    return decoder.config().maximumPositions();
  }

  /** Puts work at the end of the queue. */
  Future<?> submit(Runnable work) {
    try {
      return thread.submit(
          () -> {
            turns.lock();
            try {
              work.run();
            } finally {
              turns.unlock();
            }
          });
    } catch (RejectedExecutionException full) {
      throw ApiError.of(
          503, "busy", "%d requests wait for %s already; try again".formatted(LONGEST_QUEUE, name));
    }
  }

  /** Lets other models compute for a moment; only within work that was given to {@link #submit}. */
  void passTurn() {
    turns.unlock();
    turns.lock();
  }

  /** Waits for the work at hand; what waits in the queue is dropped. */
  @Override
  public void close() {
    thread.shutdownNow();
    boolean interrupted = false;
    while (true) {
      try {
        if (thread.awaitTermination(1, TimeUnit.HOURS)) {
          break;
        }
      } catch (InterruptedException stop) {
        interrupted = true;
      }
    }
    decoder.close();
    tokenizer.close();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
