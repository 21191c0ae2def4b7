package io.github.unlearn4j.cli;

/** Entry point of {@code ./unlearn}. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.out.println("unlearn4j");
  }
}
