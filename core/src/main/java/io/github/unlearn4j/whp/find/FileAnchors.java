package io.github.unlearn4j.whp.find;

import io.github.unlearn4j.base.Progress;
import io.github.unlearn4j.base.UserError;
import io.github.unlearn4j.whp.AnchorDictionary;
import io.github.unlearn4j.whp.AnchorSettings;
import io.github.unlearn4j.whp.DictionaryFile;
import java.nio.file.Path;

/** A dictionary of one's own, counted and scored against the target; nothing is left out. */
public final class FileAnchors implements FindAnchors {
  private final AnchorSettings settings;

  public FileAnchors(AnchorSettings settings) {
    this.settings = settings;
  }

  @Override
  public AnchorDictionary find(String target, String retain, Progress progress) {
    if (settings.file().isBlank()) {
      throw UserError.badSetting(
          "anchors.source is file but anchors.file is empty: name a .yaml, .json or .jsonl file");
    }
    DictionaryFile file = DictionaryFile.load(Path.of(settings.file()));
    progress.say("anchors: " + file.summary());
    return Scoring.score(file.dictionary(), target, retain);
  }
}
