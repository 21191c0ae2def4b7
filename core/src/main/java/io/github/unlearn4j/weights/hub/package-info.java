/**
 * Fetches checkpoints from a Hugging Face hub ({@link
 * io.github.unlearn4j.weights.hub.HubDownload}): resumable, checked against the hub's hashes, with
 * a token that only the hub itself sees.
 */
package io.github.unlearn4j.weights.hub;
