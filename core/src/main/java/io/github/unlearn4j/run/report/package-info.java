/** The page a run ends with, and the card of its model. */
package io.github.unlearn4j.run.report;
