package io.github.unlearn4j.cli.serve;

import io.github.unlearn4j.model.ComputeType;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/** The models of one server, by name, in the order in which they were added. */
public final class ServedModels implements AutoCloseable {
  private final Map<String, ServedModel> byName = new LinkedHashMap<>();
  private final Lock turns = new ReentrantLock(true);

  /**
   * Loads a checkpoint folder.
   *
   * @param hash of the folder, which answers name as {@code system_fingerprint}
   */
  public void load(String name, String hash, Path folder, ComputeType compute) {
    byName.put(name, ServedModel.load(name, hash, folder, compute, turns));
  }

  Map<String, ServedModel> byName() {
    return byName;
  }

  @Override
  public void close() {
    byName.values().forEach(ServedModel::close);
  }
}
