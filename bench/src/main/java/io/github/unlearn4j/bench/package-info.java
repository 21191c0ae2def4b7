/** Timings against peers; not published. */
package io.github.unlearn4j.bench;
