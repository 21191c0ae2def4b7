/** Attacks on the claim that a text is forgotten: one class for each. */
package io.github.unlearn4j.measure.probes;
