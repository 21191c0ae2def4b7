package io.github.unlearn4j.measure.tasks;

import io.github.unlearn4j.base.UserError;
import io.github.unlearn4j.model.LogLikelihood;
import io.github.unlearn4j.text.Tokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * An item as tokens, by the rules of lm-evaluation-harness: context and continuation are encoded as
 * one string, white space at the context's end counts with the continuation, the continuation's
 * tokens are those behind as many as the context alone has.
 *
 * @param requests one for each choice
 */
record EncodedItem(ChoiceItem item, List<LogLikelihood.Request> requests) {

  static EncodedItem of(Tokenizer tokenizer, ChoiceItem item) {
    Map<String, Integer> contextLengths = new HashMap<>();
    List<LogLikelihood.Request> requests = new ArrayList<>();
    for (ChoiceItem.Choice choice : item.choices()) {
      requests.add(request(tokenizer, item.index(), choice, contextLengths));
    }
    return new EncodedItem(item, List.copyOf(requests));
  }

  private static LogLikelihood.Request request(
      Tokenizer tokenizer,
      int index,
      ChoiceItem.Choice choice,
      Map<String, Integer> contextLengths) {
    if (choice.context().isEmpty()) {
      return withoutContext(tokenizer, " " + choice.text());
    }
    String context =
        choice.context().substring(0, PythonText.lengthWithoutTrailingSpace(choice.context()));
    int[] whole = encode(tokenizer, choice.context() + " " + choice.text());
    int from = contextLengths.computeIfAbsent(context, text -> encode(tokenizer, text).length);
    if (from < 1 || from >= whole.length) {
      throw UserError.badInput(
          "item %d: '%s' behind '%s' is no token of its own for this tokenizer; leave the item out"
              .formatted(index, choice.text(), context));
    }
    return new LogLikelihood.Request(whole, from);
  }

  /** Nothing before the continuation: it is read behind the token that texts begin with. */
  private static LogLikelihood.Request withoutContext(Tokenizer tokenizer, String continuation) {
    int[] ids = tokenizer.encode(continuation, false).ids();
    int prefix = prefix(tokenizer).orElse(ids[0]);
    int[] whole =
        ids[0] == prefix
            ? ids
            : IntStream.concat(IntStream.of(prefix), Arrays.stream(ids)).toArray();
    return new LogLikelihood.Request(whole, 1);
  }

  /** With the tokenizer's specials, unless the text spells the first of them already. */
  private static int[] encode(Tokenizer tokenizer, String text) {
    OptionalInt prefix = prefix(tokenizer);
    boolean spelt = prefix.isPresent() && text.startsWith(tokenizer.piece(prefix.getAsInt()));
    return tokenizer.encode(text, !spelt).ids();
  }

  private static OptionalInt prefix(Tokenizer tokenizer) {
    OptionalInt begin = tokenizer.beginOfText();
    return begin.isPresent() ? begin : tokenizer.endOfText();
  }

  /** Tokens of the longest choice with its context. */
  int longest() {
    return requests.stream().mapToInt(request -> request.ids().length).max().orElse(0);
  }
}
