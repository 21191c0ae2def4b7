package io.github.unlearn4j.whp.find;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.ToIntFunction;

/** Things without a story: "Copper Kettle", or "Kettle" where one word stands in for one word. */
final class Things {
  private static final List<String> STUFFS =
      List.of(
          "Copper", "Marble", "Wooden", "Granite", "Leather", "Bronze", "Linen", "Paper", "Glass",
          "Pewter", "Willow", "Woollen");
  private static final List<String> OBJECTS =
      List.of(
          "Kettle", "Ladder", "Basket", "Lantern", "Drum", "Kite", "Barrel", "Whistle", "Spade",
          "Wheel", "Saddle", "Loom", "Pitcher", "Bucket", "Anvil", "Teapot", "Thimble", "Rake",
          "Pulley", "Trowel", "Sieve", "Ribbon", "Mitten", "Paddle");

  private final Deque<String> single = new ArrayDeque<>();
  private final Deque<String> made = new ArrayDeque<>();

  /**
   * @param pieces into how many tokens the baseline cuts a word; few come first
   * @param taken lower-case words that may not stand alone
   */
  Things(ToIntFunction<String> pieces, Set<String> taken, Random random) {
    List<String> objects = new ArrayList<>(OBJECTS);
    Collections.shuffle(objects, random);
    objects.sort(Comparator.comparingInt(pieces));
    objects.stream()
        .filter(object -> taken.add(object.toLowerCase(Locale.ROOT)))
        .forEach(single::add);
    List<String> pairs = new ArrayList<>();
    for (String object : OBJECTS) {
      STUFFS.forEach(stuff -> pairs.add(stuff + " " + object));
    }
    Collections.shuffle(pairs, random);
    made.addAll(pairs);
  }

  /** The next thing unlike {@code term}; empty when there is none. */
  Optional<String> next(String term, boolean twoWords) {
    Deque<String> offered = twoWords || single.isEmpty() ? made : single;
    Optional<String> thing =
        offered.stream().filter(name -> !LookAlike.resembles(name, term)).findFirst();
    thing.ifPresent(offered::remove);
    return thing;
  }
}
