package io.github.unlearn4j.model;

import io.github.unlearn4j.tensor.Device;
import io.github.unlearn4j.tensor.Torch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;

/**
 * Parts of a batch side by side: each on a thread of its own that shares no operator with another.
 * Two threads that share every operator wait for each other between any two; these do so seldom,
 * which is worth a quarter of a training step on two cores (docs/log.md).
 */
final class Strands {
  private static final int SPINS = 1000;
  private static final long PAUSE_NANOSECONDS = 50_000;
  private static final Map<Integer, Executor> THREADS = new HashMap<>();
  private static final ThreadLocal<Strand> CURRENT = new ThreadLocal<>();

  private Strands() {}

  /** How many a batch of {@code sequences} is divided into: one for each thread, or one in all. */
  static int count(Device device, long sequences) {
    int threads = Torch.threads();
    return device.isCpu() && sequences >= threads ? threads : 1;
  }

  /** Runs {@code part} for the numbers 0 … count − 1 at once, the first of them on this thread. */
  static void run(int count, IntConsumer part) {
    if (count == 1) {
      part.accept(0);
      return;
    }
    List<Strand> strands = new ArrayList<>();
    for (int number = 0; number < count; number++) {
      strands.add(new Strand(number == 0 ? null : strands.getLast()));
    }
    int threads = Torch.threads();
    Torch.start(1);
    try {
      CompletableFuture<?>[] running = new CompletableFuture<?>[count];
      for (int number = count - 1; number >= 0; number--) { // the first last: it runs here
        int own = number;
        Runnable task = () -> strands.get(own).run(() -> part.accept(own));
        running[own] = CompletableFuture.runAsync(task, thread(own));
      }
      CompletableFuture.allOf(running).join();
    } catch (CompletionException failure) {
      if (failure.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw failure;
    } finally {
      Torch.start(threads);
    }
  }

  /**
   * Changes what all strands share. The n-th change of a strand comes behind the n-th of the strand
   * before it, so that sums come out the same in every run.
   */
  static void inOrder(Runnable change) {
    Strand strand = CURRENT.get();
    if (strand == null) {
      change.run();
    } else {
      strand.inOrder(change);
    }
  }

  private static synchronized Executor thread(int number) {
    if (number == 0) {
      return Runnable::run;
    }
    return THREADS.computeIfAbsent(
        number,
        own -> {
          Executor thread =
              Executors.newSingleThreadExecutor(
                  work -> Thread.ofPlatform().daemon().name("strand-" + own).unstarted(work));
          thread.execute(() -> Torch.start(1));
          return thread;
        });
  }

  private static final class Strand {
    private final Strand before;
    private volatile long changes;

    Strand(Strand before) {
      this.before = before;
    }

    void run(Runnable part) {
      CURRENT.set(this);
      try {
        part.run();
      } finally {
        CURRENT.remove();
        changes = Long.MAX_VALUE; // nobody waits for it any more, even if it failed
      }
    }

    void inOrder(Runnable change) {
      long made = changes;
      for (int spins = 0; before != null && before.changes <= made; spins++) {
        if (spins < SPINS) {
          Thread.onSpinWait();
        } else {
          LockSupport.parkNanos(PAUSE_NANOSECONDS);
        }
      }
      change.run();
      changes = made + 1;
    }
  }
}
