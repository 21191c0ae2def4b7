package io.github.unlearn4j.measure.probes;

import java.util.function.Function;

/**
 * The same question answered by each model of a run.
 *
 * @param before the baseline's
 * @param after the unlearned model's
 * @param neverRead of a model that never read the target, the yardstick; null: none was given
 */
public record Answers<T>(T before, T after, T neverRead) {

  /** Each answer turned into something else. */
  public <R> Answers<R> map(Function<T, R> change) {
    return new Answers<>(
        change.apply(before),
        change.apply(after),
        neverRead == null ? null : change.apply(neverRead));
  }
}
