package io.github.unlearn4j.weights.hub;

import io.github.unlearn4j.base.ExitCode;
import io.github.unlearn4j.base.UserError;
import java.net.http.HttpHeaders;

/** Turns the hub's refusals into a line that says what to do. */
final class HubRefusal {
  private HubRefusal() {}

  /**
   * @param status of the answer, not a success
   * @param headers the hub names the reason in {@code X-Error-Code}
   */
  static UserError explain(HubModel model, HubSettings settings, int status, HttpHeaders headers) {
    String code = headers.firstValue("X-Error-Code").orElse("");
    String page = settings.endpoint() + "/" + model.id();
    boolean token = settings.token().isPresent();
    if (code.equals("GatedRepo") || status == 403) {
      return refusal(
          "%s is gated (status %d): accept its terms on %s, then set HF_TOKEN to a token of that"
              + " account%s",
          model.id(), status, page, token ? " (the one set has no access)" : "");
    }
    if (code.equals("RevisionNotFound")) {
      return refusal("%s has no revision %s; see %s", model.id(), model.revision(), page);
    }
    if (status == 401) {
      return token
          ? refusal(
              "the hub refuses %s (status 401): the name is wrong, or HF_TOKEN has expired or has"
                  + " no access; see %s",
              model.id(), page)
          : refusal(
              "the hub has no public model %s (status 401): check the name, or set HF_TOKEN if it"
                  + " is private or gated; see %s",
              model.id(), page);
    }
    if (status == 404) {
      return refusal(
          "the hub has no model %s with revision %s (status 404): check the name on %s",
          model.id(), model.revision(), settings.endpoint());
    }
    return refusal(
        "the hub answers %s with status %d; is HF_ENDPOINT (%s) right?",
        model.id(), status, settings.endpoint());
  }

  private static UserError refusal(String form, Object... values) {
    return new UserError(ExitCode.NETWORK, form.formatted(values));
  }
}
