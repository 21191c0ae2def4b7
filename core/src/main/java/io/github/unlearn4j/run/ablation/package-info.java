/** Variants of the method and plain alternatives, tried with the same budget. */
package io.github.unlearn4j.run.ablation;
