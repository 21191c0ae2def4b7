package io.github.unlearn4j.whp.find;

import io.github.unlearn4j.base.ExitCode;
import io.github.unlearn4j.base.Progress;
import io.github.unlearn4j.base.UserError;
import io.github.unlearn4j.base.endpoint.Endpoint;
import io.github.unlearn4j.base.endpoint.ReplyLog;
import io.github.unlearn4j.text.Passages;
import io.github.unlearn4j.whp.Anchor;
import io.github.unlearn4j.whp.AnchorDictionary;
import io.github.unlearn4j.whp.AnchorSettings;
import io.github.unlearn4j.whp.ReplyMerger;
import io.github.unlearn4j.whp.ReplyParser;
import java.nio.file.Path;
import java.util.List;

/**
 * The paper's way: a language model is shown random passages and asked for a small dictionary of
 * each; the replies are merged and pruned by {@link ReplyMerger}. Terms that the target does not
 * hold are listed but not kept.
 */
public final class LlmAnchors implements FindAnchors {
  /** After so many unusable replies, and none usable, asking on is a waste. */
  static final int PATIENCE = 8;

  private static final int SHOWN = 80;

  private final AnchorSettings settings;
  private final long seed;
  private final Path replies;
  private final Endpoint endpoint;

  /**
   * @param replies file that keeps the replies
   */
  public LlmAnchors(AnchorSettings settings, long seed, Path replies, Endpoint endpoint) {
    this.settings = settings;
    this.seed = seed;
    this.replies = replies;
    this.endpoint = endpoint;
  }

  @Override
  public AnchorDictionary find(String target, String retain, Progress progress) {
    List<String> passages =
        Passages.draw(target, settings.passages(), settings.passageWords(), seed);
    ReplyMerger merger = ask(passages, progress);
    progress.say(
        "anchors: %,d terms from %,d replies, %,d of them not readable and left out"
            .formatted(merger.mergedTerms(), merger.replies(), merger.skipped()));
    AnchorDictionary found = Scoring.score(merger.dictionary(), target, retain);
    List<Anchor> anchors = found.anchors().stream().map(LlmAnchors::keepIfPresent).toList();
    int limit = settings.limit() == 0 ? anchors.size() : settings.limit();
    return new AnchorDictionary(anchors.subList(0, Math.min(limit, anchors.size())));
  }

  private ReplyMerger ask(List<String> passages, Progress progress) {
    ReplyLog log =
        new ReplyLog(
            replies, settings.endpointModel(), reply -> ReplyParser.parse(reply).isPresent());
    ReplyMerger merger = new ReplyMerger();
    String last = "";
    try (Progress.Task task = progress.start("anchors", passages.size(), "passages")) {
      for (String passage : passages) {
        String prompt = AnchorPrompt.of(passage);
        last = log.find(prompt).orElseGet(() -> fresh(log, prompt));
        merger.add(last);
        task.advance(1, merger.mergedTerms() + " terms");
        if (merger.skipped() == PATIENCE && merger.replies() == PATIENCE) {
          break;
        }
      }
    }
    if (merger.mergedTerms() == 0) {
      throw nonsense(merger, last);
    }
    return merger;
  }

  private String fresh(ReplyLog log, String prompt) {
    String reply = endpoint.ask(prompt);
    log.add(prompt, reply);
    return reply;
  }

  private UserError nonsense(ReplyMerger merger, String reply) {
    String line = reply.strip().replaceAll("\\s+", " ");
    return new UserError(
        ExitCode.NETWORK,
        "endpoint %s, model '%s', answered %d times, never with a dictionary (last: '%s'): ask a"
                .formatted(
                    settings.endpoint(),
                    settings.endpointModel(),
                    merger.replies(),
                    line.substring(0, Math.min(SHOWN, line.length())))
            + " more capable model, or use anchors.source: statistical");
  }

  private static Anchor keepIfPresent(Anchor anchor) {
    boolean keep = anchor.keep() && anchor.count() > 0;
    return new Anchor(
        anchor.term(), anchor.kind(), anchor.translations(), anchor.count(), anchor.score(), keep);
  }
}
