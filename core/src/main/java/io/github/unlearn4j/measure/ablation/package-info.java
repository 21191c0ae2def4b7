/** What ablations of the method came to: numbers of variants, put side by side. */
package io.github.unlearn4j.measure.ablation;
