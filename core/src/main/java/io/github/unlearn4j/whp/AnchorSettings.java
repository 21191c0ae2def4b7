package io.github.unlearn4j.whp;

import io.github.unlearn4j.base.Check;
import io.github.unlearn4j.base.Setting;
import io.github.unlearn4j.base.UserError;
import io.github.unlearn4j.base.endpoint.EndpointSettings;

/** Where the anchors come from (paper section 3.2). */
public record AnchorSettings(
    @Setting(
            "statistical: found in the text itself; llm: asked of a language model; file: a"
                + " dictionary of your own")
        Source source,
    @Setting(
            value =
                "dictionary for source file: anchors.yaml, a JSON object, or raw replies as JSON"
                    + " lines",
            path = true)
        String file,
    @Setting("largest number of anchors kept; 0: no limit") int limit,
    @Setting("fewest occurrences of a term in the target") int minimumCount,
    @Setting("largest number of stand-ins of a term; one is drawn for each block") int standIns,
    @Setting(
            "leave out names that the baseline offers as readily anywhere as in the target; false:"
                + " find anchors without a model")
        boolean expectation,
    @Setting("base URL of an OpenAI-compatible endpoint for source llm") String endpoint,
    @Setting("model name asked for at the endpoint") String endpointModel,
    @Setting("environment variable that holds the endpoint's key") String endpointKeyVariable,
    @Setting("random passages sent to the endpoint") int passages,
    @Setting("words in a passage") int passageWords,
    @Setting("seconds the endpoint may take for one answer") int endpointTimeoutSeconds,
    @Setting("times a request is repeated after a passing failure of the endpoint")
        int endpointRetries) {

  /** The three sources behind {@code FindAnchors}. */
  public enum Source {
    STATISTICAL,
    LLM,
    FILE
  }

  public static final AnchorSettings DEFAULTS =
      new AnchorSettings(
          Source.STATISTICAL,
          "",
          1500,
          3,
          4,
          true,
          "",
          "",
          EndpointSettings.KEY_VARIABLE,
          100,
          300,
          120,
          3);

  public AnchorSettings {
    if (source == null) {
      throw UserError.badSetting("anchors.source is missing: one of statistical, llm, file");
    }
    Check.atLeast("anchors.limit", limit, 0);
    Check.atLeast("anchors.minimum_count", minimumCount, 1);
    Check.between("anchors.stand_ins", standIns, 1, 20);
    Check.atLeast("anchors.passages", passages, 1);
    Check.between("anchors.passage_words", passageWords, 20, 5000);
    Check.atLeast("anchors.endpoint_timeout_seconds", endpointTimeoutSeconds, 1);
    Check.between("anchors.endpoint_retries", endpointRetries, 0, 20);
  }

  /** How the endpoint of source llm is asked. */
  public EndpointSettings asked() {
    return new EndpointSettings(
        endpoint,
        endpointModel,
        endpointKeyVariable,
        endpointTimeoutSeconds,
        endpointRetries,
        0,
        new EndpointSettings.Keys(
            "anchors.endpoint",
            "anchors.endpoint_model",
            "anchors.endpoint_timeout_seconds",
            "lower anchors.passage_words"));
  }
}
