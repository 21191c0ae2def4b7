/** Prompts about a target, written by a language model and checked against the text. */
package io.github.unlearn4j.measure.prompts;
