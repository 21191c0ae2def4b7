package io.github.unlearn4j.tensor;

import io.github.unlearn4j.base.NearestName;
import io.github.unlearn4j.base.UserError;
import java.util.List;
import org.bytedeco.pytorch.DeviceOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch.DeviceType;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Where tensors lie and what is computed with them: the machine's own memory and processor, or one
 * graphics card.
 *
 * @param index number of the card, from 0
 */
public record Device(Kind kind, int index) {
  /** What kind of memory a tensor lies in. */
  public enum Kind {
    CPU,
    CUDA,
    /**
     * Shapes without numbers, for tests: the library computes only what shape and type a result
     * has, and there is no memory that a loop could read by mistake. What {@link Torch} copies to
     * Java from there is zeros.
     */
    META
  }

  public static final Device CPU = new Device(Kind.CPU, 0);
  public static final Device META = new Device(Kind.META, 0);

  /** The choice left to the machine: a card if one can be used, else the processor. */
  public static final String AUTO = "auto";

  private static final String CARD = "cuda:";
  private static final List<String> NAMES = List.of("cpu", "cuda", AUTO);

  /** One graphics card. */
  public static Device cuda(int index) {
    return new Device(Kind.CUDA, index);
  }

  /**
   * Refuses what is no name of a device: cpu, cuda (the first card), cuda:N or auto. Whether there
   * is such a device is another question.
   */
  public static void checkName(String name) {
    if (!NAMES.contains(name) && !name.matches(CARD + "\\d{1,3}")) {
      throw UserError.badSetting(
          "device is \"%s\" but must be cpu, cuda, cuda:N (the card's number, from 0) or auto%s"
              .formatted(
                  name,
                  NearestName.of(name, NAMES).map("; did you mean %s?"::formatted).orElse("")));
    }
  }

  /** The number in a card's name; {@code cuda} alone is the first. */
  public static int cardNumber(String name) {
    return name.startsWith(CARD) ? Integer.parseInt(name.substring(CARD.length())) : 0;
  }

  public boolean isCpu() {
    return kind == Kind.CPU;
  }

  public boolean isCard() {
    return kind == Kind.CUDA;
  }

  /** What the library makes a new tensor from. */
  TensorOptions options(ScalarType type) {
    TensorOptions options = new TensorOptions(type);
    return isCpu() ? options : options.device(new DeviceOptional(library()));
  }

  /** The tensor itself if it lies here, else a copy that does. */
  public Tensor take(Tensor tensor) {
    return isCpu() && tensor.is_cpu() ? tensor : tensor.to(library(), tensor.scalar_type());
  }

  private org.bytedeco.pytorch.Device library() {
    return switch (kind) {
      case CPU -> new org.bytedeco.pytorch.Device(DeviceType.CPU);
      case CUDA -> new org.bytedeco.pytorch.Device(DeviceType.CUDA, (byte) index);
      case META -> new org.bytedeco.pytorch.Device(DeviceType.Meta);
    };
  }

  /** The name that {@code --device} takes. */
  @Override
  public String toString() {
    return switch (kind) {
      case CPU -> "cpu";
      case CUDA -> CARD + index;
      case META -> "meta";
    };
  }
}
