package io.github.unlearn4j.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.unlearn4j.base.Json;
import io.github.unlearn4j.base.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;

/**
 * A checkpoint's own tokenizer ({@code tokenizer.json}), with the span of every token.
 *
 * <p>Ids are those of the Python library {@code tokenizers}, without truncation or padding,
 * whatever the file asks for. The spans of the tokens tile the text, so a leading space belongs to
 * its word ({@link TiledSpans} has the rule for characters of several tokens). A lone surrogate
 * counts as U+FFFD. Nothing here uses the network. Safe for several threads at once.
 */
public final class Tokenizer implements AutoCloseable {
  private final String json;
  private final TokenizerFile file;
  private final EdgeTokens edges;
  private final NativeTokenizer tokenizer;
  private NativeTokenizer withoutSpecials;
  private volatile String[] pieces;

  private Tokenizer(String json, TokenizerFile file, EdgeTokens edges, NativeTokenizer tokenizer) {
    this.json = json;
    this.file = file;
    this.edges = edges;
    this.tokenizer = tokenizer;
  }

  /** Loads {@code tokenizer.json} and {@code tokenizer_config.json} of a checkpoint folder. */
  public static Tokenizer load(Path folder) {
    Path path = folder.resolve("tokenizer.json");
    if (!Files.isRegularFile(path)) {
      throw UserError.badInput(
          "no tokenizer.json in %s; a checkpoint folder needs one".formatted(folder));
    }
    try {
      String json = Files.readString(path);
      TokenizerFile file = TokenizerFile.parse(json);
      EdgeTokens edges = EdgeTokens.read(folder, file);
      return new Tokenizer(json, file, edges, new NativeTokenizer(json));
    } catch (JsonProcessingException problem) {
      throw broken(path, problem.getOriginalMessage());
    } catch (IOException | IllegalArgumentException problem) {
      throw broken(path, Json.firstLine(problem));
    }
  }

  /**
   * Tokenizes; {@code addSpecialTokens} puts BOS and the like where the checkpoint wants them. A
   * special token written out in the text ({@code <|im_end|>}) is read as that token.
   */
  public Encoding encode(String text, boolean addSpecialTokens) {
    return tokenizer.encode(WellFormed.of(text), addSpecialTokens);
  }

  /** Tokenizes as characters alone: no special token, even where the text spells one. */
  public Encoding encodePlain(String text) {
    boolean spelt = file.specials().stream().anyMatch(text::contains);
    return (spelt ? withoutSpecials() : tokenizer).encode(WellFormed.of(text), false);
  }

  /**
   * Text of the ids; special tokens are left out. Bytes that make no whole character become U+FFFD
   * ({@link TokenStream} waits for the rest instead).
   */
  public String decode(int[] ids) {
    return tokenizer.decode(ids);
  }

  /** The piece of the vocabulary behind an id, as the file spells it: {@code ĠHolmes}. */
  public String piece(int id) {
    String[] all = pieces();
    return id < 0 || id >= all.length || all[id] == null ? "<" + id + ">" : all[id];
  }

  /** Id of a piece as the file spells it, such as {@code <|im_end|>}. */
  public OptionalInt id(String piece) {
    return file.id(piece);
  }

  /** One more than the largest id, added tokens included. */
  public int vocabularySize() {
    return file.size();
  }

  public OptionalInt beginOfText() {
    return edges.begin();
  }

  public OptionalInt endOfText() {
    return edges.end();
  }

  /** Every token that ends an answer: end of text, and what the generation settings add. */
  public int[] stopIds() {
    return edges.stops().stream().mapToInt(Integer::intValue).toArray();
  }

  @Override
  public synchronized void close() {
    tokenizer.close();
    if (withoutSpecials != null) {
      withoutSpecials.close();
    }
  }

  private String[] pieces() {
    if (pieces == null) {
      pieces = file.pieces();
    }
    return pieces;
  }

  private synchronized NativeTokenizer withoutSpecials() {
    if (withoutSpecials == null) {
      withoutSpecials = new NativeTokenizer(TokenizerFile.withoutSpecials(json));
    }
    return withoutSpecials;
  }

  private static UserError broken(Path path, String reason) {
    return UserError.badInput(
        "cannot use %s: %s; fetch the checkpoint again".formatted(path, reason));
  }
}
