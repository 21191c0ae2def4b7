/**
 * Turns a GGUF file, the format of llama.cpp, into a Hugging Face checkpoint folder.
 *
 * <p>{@link io.github.unlearn4j.weights.gguf.GgufImport} reads the file, and its metadata become
 * {@code config.json} and the tokenizer's files; its tensors are made float again and get their
 * names in {@code transformers}. The format is described in ggml's docs/gguf.md, the block formats
 * in ggml-quants.c.
 */
package io.github.unlearn4j.weights.gguf;
