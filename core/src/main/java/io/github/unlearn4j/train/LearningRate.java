package io.github.unlearn4j.train;

/** The learning rate of each optimiser step: a linear warm-up, then the chosen schedule to zero. */
record LearningRate(TrainSettings settings, int totalSteps) {
  /** {@code step} counts from 0; the last one is {@code totalSteps − 1}. */
  double at(int step) {
    int warmup = Math.min(settings.warmupSteps(), totalSteps);
    if (step < warmup) {
      return settings.learningRate() * (step + 1) / (warmup + 1);
    }
    double done = (double) (step - warmup) / Math.max(1, totalSteps - warmup);
    return settings.learningRate()
        * switch (settings.schedule()) {
          case CONSTANT -> 1;
          case LINEAR -> 1 - done;
          case COSINE -> 0.5 * (1 + Math.cos(Math.PI * done));
        };
  }
}
