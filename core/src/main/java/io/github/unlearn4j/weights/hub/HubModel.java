package io.github.unlearn4j.weights.hub;

import io.github.unlearn4j.base.ExitCode;
import io.github.unlearn4j.base.UserError;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A model on the hub.
 *
 * @param revision a branch, tag or commit
 */
public record HubModel(String owner, String name, String revision) {
  private static final String WORD = "[A-Za-z0-9_][A-Za-z0-9._-]*";
  private static final Pattern FORM =
      Pattern.compile("(%s)/(%s)(?:@([A-Za-z0-9][A-Za-z0-9._/-]*))?".formatted(WORD, WORD));

  /** Reads {@code OWNER/NAME} or {@code OWNER/NAME@REVISION}. */
  public static HubModel parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches() || text.contains("..")) {
      throw new UserError(
          ExitCode.USAGE,
          "%s does not name a model on the hub; write OWNER/NAME or OWNER/NAME@REVISION"
              .formatted(text));
    }
    String revision = matcher.group(3) == null ? "main" : matcher.group(3);
    return new HubModel(matcher.group(1), matcher.group(2), revision);
  }

  public String id() {
    return owner + "/" + name;
  }
}
