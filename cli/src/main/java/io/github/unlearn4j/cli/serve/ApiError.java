package io.github.unlearn4j.cli.serve;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.unlearn4j.base.ExitCode;
import io.github.unlearn4j.base.Json;
import io.github.unlearn4j.base.UserError;

/** A request that cannot be served, in the form in which OpenAI's interface says so. */
final class ApiError extends RuntimeException {
  private final int status;
  private final String parameter;
  private final String code;

  private ApiError(int status, String parameter, String code, String message, Throwable cause) {
    super(message, cause);
    this.status = status;
    this.parameter = parameter;
    this.code = code;
  }

  /**
   * @param status of HTTP
   * @param code one word for programs; may be null
   */
  static ApiError of(int status, String code, String message) {
    return new ApiError(status, null, code, message, null);
  }

  /** A parameter of the request that cannot be used. */
  static ApiError parameter(String name, String message) {
    return new ApiError(400, name, "invalid_value", message, null);
  }

  /** The same with a code of its own. */
  static ApiError parameter(String name, String code, String message) {
    return new ApiError(400, name, code, message, null);
  }

  /** Whatever was thrown while a request was worked on. */
  static ApiError from(Throwable problem) {
    if (problem instanceof ApiError error) {
      return error;
    }
    if (problem instanceof UserError error) {
      boolean theirs =
          error.exitCode() == ExitCode.BAD_INPUT || error.exitCode() == ExitCode.BAD_SETTING;
      return new ApiError(theirs ? 400 : 500, null, null, error.getMessage(), error);
    }
    String line = String.valueOf(problem).lines().findFirst().orElse("");
    return new ApiError(
        500, null, "internal", "this should not happen, please report it: " + line, problem);
  }

  int status() {
    return status;
  }

  /** {@code {"error": {message, type, param, code}}}. */
  ObjectNode json() {
    ObjectNode error = Json.json().createObjectNode();
    error
        .putObject("error")
        .put("message", getMessage())
        .put("type", status >= 500 ? "server_error" : "invalid_request_error")
        .put("param", parameter)
        .put("code", code);
    return error;
  }
}
