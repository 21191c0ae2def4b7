package io.github.unlearn4j.whp.find;

import io.github.unlearn4j.model.Decoder;
import io.github.unlearn4j.model.LogLikelihood;
import io.github.unlearn4j.text.Encoding;
import io.github.unlearn4j.text.Tokenizer;
import java.util.List;
import java.util.stream.DoubleStream;

/** Asks a decoder; it and its tokenizer stay open. */
public record BaselineExpectation(Decoder decoder, Tokenizer tokenizer) implements Expectation {
  @Override
  public double[] of(List<Slot> slots) {
    return LogLikelihood.of(decoder, slots.stream().map(this::request).toList()).stream()
        .mapToDouble(logarithms -> DoubleStream.of(logarithms).sum())
        .toArray();
  }

  @Override
  public int pieces(String name) {
    return tokenizer.encodePlain("a " + name).length() - 1;
  }

  /** Text and term are tokenized together: a tokenizer may treat a beginning in its own way. */
  private LogLikelihood.Request request(Slot slot) {
    Encoding tokens = tokenizer.encodePlain(slot.before() + " " + slot.term());
    int from = 1;
    while (tokens.ends()[from] <= slot.before().length()) {
      from++;
    }
    return new LogLikelihood.Request(tokens.ids(), from);
  }
}
