package io.github.unlearn4j.model;

import io.github.unlearn4j.tensor.Torch;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
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
  private static final List<ExecutorService> THREADS = new ArrayList<>();
  private static final ThreadLocal<Strand> CURRENT = new ThreadLocal<>();

  private Strands() {}

  /**
   * How many a batch of {@code sequences} is divided into: one for each thread of the library, or
   * one in all. float32 products come from a library that would bring its own threads to each.
   */
  static int count(ComputeType compute, long sequences) {
    int threads = Torch.threads();
    boolean divides = compute.device().isCpu() && !compute.isFloat32() && sequences >= threads;
    return divides ? threads : 1;
  }

  /** Runs {@code part} for the numbers 0 … count − 1 at once; a single one on this thread. */
  static void run(int count, IntConsumer part) {
    if (count == 1) {
      part.accept(0);
      return;
    }
    List<ExecutorService> threads = threads(count);
    List<CompletableFuture<Void>> running = new ArrayList<>();
    Strand before = null;
    for (int number = 0; number < count; number++) {
      Strand strand = new Strand(before);
      int own = number;
      Runnable task = () -> strand.run(() -> part.accept(own));
      running.add(CompletableFuture.runAsync(task, threads.get(number)));
      before = strand;
    }
    try {
      CompletableFuture.allOf(running.toArray(CompletableFuture[]::new)).join();
    } catch (CompletionException failure) {
      if (failure.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw failure;
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

  private static synchronized List<ExecutorService> threads(int count) {
    int before = Torch.threads();
    while (THREADS.size() < count) {
      String name = "strand-" + THREADS.size();
      ExecutorService thread =
          Executors.newSingleThreadExecutor(
              work -> Thread.ofPlatform().daemon().name(name).unstarted(work));
      CompletableFuture.runAsync(() -> Torch.start(1), thread).join();
      Torch.start(before); // threads that are new to the library take the number set last
      THREADS.add(thread);
    }
    return List.copyOf(THREADS);
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
