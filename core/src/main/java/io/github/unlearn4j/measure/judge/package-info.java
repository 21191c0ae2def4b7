/** Familiarity in completion form as the paper has it: a language model grades each completion. */
package io.github.unlearn4j.measure.judge;
