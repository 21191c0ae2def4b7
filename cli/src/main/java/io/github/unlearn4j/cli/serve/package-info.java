/** Models of a run behind an OpenAI-compatible interface, and a page that shows them together. */
package io.github.unlearn4j.cli.serve;
