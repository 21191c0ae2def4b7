package io.github.unlearn4j.measure;

import io.github.unlearn4j.base.Check;
import io.github.unlearn4j.base.Setting;
import io.github.unlearn4j.base.endpoint.EndpointSettings;

/** A language model that grades the completions (paper, section 4); none unless it has a URL. */
public record JudgeSettings(
    @Setting(
            "base URL of an OpenAI-compatible endpoint whose model grades the completions; empty:"
                + " no judge")
        String endpoint,
    @Setting("model name asked for at the judge's endpoint") String model,
    @Setting("environment variable that holds the judge's key") String keyVariable,
    @Setting("what the judge is told the target is, for example \"the Sherlock Holmes stories\"")
        String targetName,
    @Setting("seconds the judge may take for one answer") int timeoutSeconds,
    @Setting("times a request is repeated after a passing failure of the endpoint") int retries,
    @Setting("requests under way at a time") int parallel,
    @Setting("longest answer of the judge in tokens; 0: as the endpoint likes") int answerTokens,
    @Setting("completions graded a second time in other words, to see how far the judge agrees")
        int sample) {
  public static final JudgeSettings DEFAULTS =
      new JudgeSettings("", "", EndpointSettings.KEY_VARIABLE, "", 120, 3, 4, 512, 0);

  public JudgeSettings {
    Check.atLeast("measure.judge.timeout_seconds", timeoutSeconds, 1);
    Check.between("measure.judge.retries", retries, 0, 20);
    Check.between("measure.judge.parallel", parallel, 1, 64);
    Check.atLeast("measure.judge.answer_tokens", answerTokens, 0);
    Check.atLeast("measure.judge.sample", sample, 0);
  }

  public boolean isGiven() {
    return !endpoint.isBlank();
  }

  /** How the endpoint is asked; a UserError if the settings lack something. */
  public EndpointSettings asked() {
    return new EndpointSettings(
        endpoint,
        model,
        keyVariable,
        timeoutSeconds,
        retries,
        answerTokens,
        new EndpointSettings.Keys(
            "measure.judge.endpoint",
            "measure.judge.model",
            "measure.judge.timeout_seconds",
            "lower measure.judge.answer_tokens"));
  }
}
