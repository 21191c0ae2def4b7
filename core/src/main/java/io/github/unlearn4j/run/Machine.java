package io.github.unlearn4j.run;

import io.github.unlearn4j.base.UserError;
import io.github.unlearn4j.model.ComputeType;
import io.github.unlearn4j.recipe.ComputeChoice;
import io.github.unlearn4j.recipe.Recipe;
import io.github.unlearn4j.tensor.Card;
import io.github.unlearn4j.tensor.Cards;
import io.github.unlearn4j.tensor.Device;
import io.github.unlearn4j.tensor.Processor;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What the machine can do, as far as it decides a run.
 *
 * @param cores processors this process may use
 * @param totalBytes memory of the machine or of the container
 * @param availableBytes memory that could be had without pushing others out
 * @param cards graphics cards
 */
public record Machine(
    int cores, Processor processor, long totalBytes, long availableBytes, Cards cards) {
  /** CUDA's own part of a card's memory, and cuBLAS's workspace: an estimate. */
  private static final long CARD_RESERVE = 1L << 30;

  /** A machine without cards. */
  public Machine(int cores, Processor processor, long totalBytes, long availableBytes) {
    this(cores, processor, totalBytes, availableBytes, Cards.NONE);
  }

  /** This machine, container limits counted. */
  public static Machine current() {
    long total =
        ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
            .getTotalMemorySize();
    long free = kibibytes(read(Path.of("/proc/meminfo")), "MemAvailable:", total);
    Path group = Path.of("/sys/fs/cgroup");
    long room =
        containerRoom(
            read(group.resolve("memory.max")),
            read(group.resolve("memory.current")),
            read(group.resolve("memory.stat")));
    return new Machine(
        Runtime.getRuntime().availableProcessors(),
        Processor.current(),
        total,
        Math.min(free, Math.min(room, total)),
        Cards.probe());
  }

  /** What a recipe's choices of number format and device mean here. */
  public ComputeType computeType(ComputeChoice choice, String deviceName) {
    Device device = device(deviceName);
    if (device.isCard() && choice == ComputeChoice.AUTO) {
      boolean narrow = cards.list().get(device.index()).multipliesBfloat16();
      return (narrow ? ComputeType.BFLOAT16 : ComputeType.FLOAT32).on(device);
    }
    return computeType(choice).on(device);
  }

  /** Threads to compute with: {@code asked}, 0 meaning all, and no more than there are cores. */
  int threads(int asked) {
    return Math.min(asked, cores);
  }

  /** What a user should know of how this recipe computes here, one sentence each. */
  List<String> remarks(Recipe recipe) {
    List<String> remarks = new ArrayList<>();
    if (recipe.threads() > cores) {
      remarks.add(
          "threads: %d are set but there are %d cores; %d are used"
              .formatted(recipe.threads(), cores, cores));
    }
    if (recipe.compute() == ComputeChoice.AUTO
        && !processor.multipliesBfloat16()
        && !device(recipe.device()).isCard()) {
      remarks.add(
          "compute: float32, as this processor multiplies no bfloat16 (avx512_bf16 or amx_bf16 do);"
              + " that is slower");
    }
    return remarks;
  }

  /**
   * The device that {@code cpu}, {@code cuda}, {@code cuda:N} or {@code auto} means here.
   *
   * @throws UserError if there is no such device, or the natives for it are missing
   */
  public Device device(String name) {
    Device.checkName(name);
    if (cards.natives() == Cards.Natives.UNUSABLE) {
      throw UserError.badSetting(
          ("the natives with CUDA cannot be loaded: %s; put CUDA 13's libraries on LD_LIBRARY_PATH"
                  + " or start with UNLEARN4J_CUDA=1, which downloads them; without UNLEARN4J_CUDA"
                  + " the processor is used")
              .formatted(cards.problem()));
    }
    boolean left = name.equals(Device.AUTO) && cards.list().isEmpty();
    return left || name.equals("cpu") ? Device.CPU : card(name);
  }

  private Device card(String name) {
    List<Card> known = cards.list();
    if (cards.natives() == Cards.Natives.CPU) {
      throw UserError.badSetting(
          ("device is %s but this build has natives for the processor only; start with"
                  + " UNLEARN4J_CUDA=1 ./unlearn … to build with CUDA (gigabytes, once), or take"
                  + " --device cpu")
              .formatted(name));
    }
    if (known.isEmpty()) {
      throw UserError.badSetting(
          "device is %s but there is no graphics card to use: %s; take --device cpu"
              .formatted(name, cards.problem()));
    }
    int number = Device.cardNumber(name);
    if (number >= known.size()) {
      String there = known.size() == 1 ? "cuda:0" : "cuda:0 to cuda:" + (known.size() - 1);
      throw UserError.badSetting(
          "device is %s but the cards here are %s (%s)"
              .formatted(
                  name, there, known.stream().map(Card::name).collect(Collectors.joining(", "))));
    }
    return Device.cuda(number);
  }

  /** Memory there is for weights and all else: the machine's free memory, or the whole card. */
  public long roomBytes(Device device) {
    return device.isCard()
        ? cards.list().get(device.index()).bytes() - CARD_RESERVE
        : availableBytes;
  }

  /** The number format a recipe's choice means on the processor. */
  public ComputeType computeType(ComputeChoice choice) {
    return switch (choice) {
      case FLOAT32 -> ComputeType.FLOAT32;
      case BFLOAT16 -> ComputeType.BFLOAT16;
      case AUTO -> processor.multipliesBfloat16() ? ComputeType.BFLOAT16 : ComputeType.FLOAT32;
    };
  }

  /** Bytes left in a container; the page cache of files counts as room. */
  static long containerRoom(String limit, String used, String statistics) {
    if (limit.isBlank() || limit.strip().equals("max") || used.isBlank()) {
      return Long.MAX_VALUE;
    }
    long cache =
        statistics
            .lines()
            .filter(line -> line.startsWith("inactive_file "))
            .mapToLong(line -> Long.parseLong(line.substring("inactive_file ".length()).strip()))
            .sum();
    return Math.max(0, Long.parseLong(limit.strip()) - Long.parseLong(used.strip()) + cache);
  }

  private static long kibibytes(String text, String key, long otherwise) {
    return text.lines()
        .filter(line -> line.startsWith(key))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) << 10)
        .findFirst()
        .orElse(otherwise);
  }

  /** Empty where the system has no such file. */
  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException absent) {
      return "";
    }
  }
}
