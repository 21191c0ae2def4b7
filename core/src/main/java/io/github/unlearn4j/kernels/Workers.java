package io.github.unlearn4j.kernels;

import io.github.unlearn4j.tensor.Torch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A fixed crew of threads, the caller among them, that divide rows between them. The division
 * depends on the counts alone, so that sums come out the same in every run.
 */
final class Workers {
  /** Rows {@code from … end − 1}, done by the {@code worker}-th of the crew. */
  @FunctionalInterface
  interface Part {
    void run(int worker, long from, long end);
  }

  private static final int SPINS = 2000;

  /** Numbers that are not worth waking another thread for. */
  private static final long SMALL = 1 << 14;

  private static final Workers INSTANCE = new Workers(Runtime.getRuntime().availableProcessors());

  private final Thread[] threads;
  private final AtomicInteger unfinished = new AtomicInteger();
  private volatile int round;
  private volatile Throwable failure;
  private volatile Thread caller;
  private Part part;
  private long rows;
  private int crew;

  private Workers(int size) {
    threads = new Thread[size - 1];
    for (int i = 0; i < threads.length; i++) {
      int worker = i + 1;
      threads[i] = Thread.ofPlatform().daemon().name("kernel-" + worker).start(() -> work(worker));
    }
  }

  /** Threads that {@link #run} may use, numbered from 0. */
  static int count() {
    return INSTANCE.threads.length + 1;
  }

  /**
   * Divides {@code rows} of {@code numbers} numbers each; returns when all are done.
   *
   * @throws IllegalStateException a part failed
   */
  static void run(long rows, long numbers, Part part) {
    int crew = (int) Math.min(Math.min(Torch.threads(), count()), rows);
    if (crew <= 1 || rows * numbers < SMALL) {
      part.run(0, 0, rows);
    } else {
      synchronized (INSTANCE) {
        INSTANCE.together(rows, crew, part);
      }
    }
  }

  private void together(long allRows, int size, Part work) {
    rows = allRows;
    crew = size;
    part = work;
    failure = null;
    caller = Thread.currentThread();
    unfinished.set(threads.length); // idle ones too: none may still read this round in the next
    round++;
    for (Thread thread : threads) {
      LockSupport.unpark(thread);
    }
    share(0);
    for (int spins = 0; unfinished.get() > 0; spins++) {
      if (spins < SPINS) {
        Thread.onSpinWait();
      } else {
        LockSupport.park(this);
      }
    }
    part = null;
    if (failure != null) {
      throw new IllegalStateException("a kernel failed", failure);
    }
  }

  private void work(int worker) {
    Torch.start();
    int seen = 0;
    while (true) {
      for (int spins = 0; round == seen; spins++) {
        if (spins < SPINS) {
          Thread.onSpinWait();
        } else {
          LockSupport.park(this);
        }
      }
      seen = round;
      if (worker < crew) {
        share(worker);
      }
      if (unfinished.decrementAndGet() == 0) {
        LockSupport.unpark(caller);
      }
    }
  }

  private void share(int worker) {
    try {
      part.run(worker, rows * worker / crew, rows * (worker + 1) / crew);
    } catch (Throwable problem) {
      failure = problem;
    }
  }
}
