/**
 * Model files in and out: safetensors ({@link io.github.unlearn4j.weights.SafetensorsFile}), whole
 * Hugging Face folders ({@link io.github.unlearn4j.weights.Checkpoint}), and in the packages below
 * GGUF import and the download from a hub. Reading maps files and never copies them through the
 * Java heap; writing streams, and what is written appears whole or not at all.
 */
package io.github.unlearn4j.weights;
