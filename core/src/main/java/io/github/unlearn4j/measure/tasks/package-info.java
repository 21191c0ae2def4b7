/** The multiple-choice benchmarks, scored as lm-evaluation-harness scores them. */
package io.github.unlearn4j.measure.tasks;
