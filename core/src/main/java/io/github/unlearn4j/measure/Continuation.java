package io.github.unlearn4j.measure;

import io.github.unlearn4j.base.UserError;
import io.github.unlearn4j.model.LogLikelihood;
import io.github.unlearn4j.text.Tokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * A string as the continuation of a prompt. Both are encoded as one string and the tokens behind
 * the prompt's own count belong to the continuation, as in lm-evaluation-harness; encoding the two
 * apart gives other tokens, and other probabilities.
 *
 * @param string the continuation as it was asked for
 * @param ids tokens of prompt and continuation
 * @param from first token of the continuation
 */
public record Continuation(String string, int[] ids, int from) {
  private static final String OPENING = "“‘«([{—/";

  public static Continuation of(Tokenizer tokenizer, String prompt, String string) {
    int[] context = promptIds(tokenizer, prompt);
    int[] whole = tokenizer.encode(joined(prompt, string), true).ids();
    int from = Math.clamp(context.length, 1, Math.max(1, whole.length - 1));
    if (whole.length < 2) {
      throw UserError.badInput(
          "'%s' behind '%s' is a single token; write a longer prompt".formatted(string, prompt));
    }
    return new Continuation(string, whole, from);
  }

  /**
   * Tokens of a prompt alone. Spaces at its end are left out: in most vocabularies they belong to
   * the first token of the next word.
   */
  public static int[] promptIds(Tokenizer tokenizer, String prompt) {
    return tokenizer.encode(prompt.replaceFirst(" +$", ""), true).ids();
  }

  /** Prompt and continuation as one text. */
  public static String joined(String prompt, String string) {
    return prompt + gap(prompt, string) + string;
  }

  /** Words are parted by a space, unless the prompt ends in white space or an opening mark. */
  private static String gap(String prompt, String string) {
    char last = prompt.charAt(prompt.length() - 1);
    boolean parted =
        Character.isWhitespace(last)
            || Character.isWhitespace(string.charAt(0))
            || OPENING.indexOf(last) >= 0
            || opensQuotation(prompt);
    return parted ? "" : " ";
  }

  /** A straight quotation mark opens where something other than a word or full stop precedes it. */
  private static boolean opensQuotation(String prompt) {
    char last = prompt.charAt(prompt.length() - 1);
    if (last != '"' && last != '\'') {
      return false;
    }
    if (prompt.length() == 1) {
      return true;
    }
    char before = prompt.charAt(prompt.length() - 2);
    return Character.isWhitespace(before) || OPENING.indexOf(before) >= 0;
  }

  /**
   * The continuations of which none begins with another, the shorter ones kept: "Watson" covers
   * "Watson's", whose probability it includes. What is left are disjoint events, so their
   * probabilities add up to at most 1.
   */
  public static List<Continuation> distinct(List<Continuation> continuations) {
    List<Continuation> kept = new ArrayList<>();
    continuations.stream()
        .sorted(Comparator.comparingInt(Continuation::length))
        .filter(candidate -> kept.stream().noneMatch(candidate::beginsWith))
        .forEach(kept::add);
    return kept;
  }

  public LogLikelihood.Request request() {
    return new LogLikelihood.Request(ids, from);
  }

  /** Tokens of the continuation. */
  public int length() {
    return ids.length - from;
  }

  private boolean beginsWith(Continuation other) {
    return length() >= other.length()
        && Arrays.equals(ids, from, from + other.length(), other.ids, other.from, other.ids.length);
  }
}
