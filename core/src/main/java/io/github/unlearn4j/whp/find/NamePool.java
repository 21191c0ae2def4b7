package io.github.unlearn4j.whp.find;

import io.github.unlearn4j.base.UserError;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.random.RandomGenerator;

/** Hands out names that the target does not contain, each of them once over all pools. */
final class NamePool {
  private final Set<String> taken;
  private final List<String> names;
  private final List<String> endings;

  /**
   * @param tiers names, the common ones first; each tier is shuffled
   * @param pieces into how many tokens the baseline cuts a name: within a tier those in few come
   *     first, because a name that a model hardly knows puzzles it wherever it stands
   * @param endings what is put behind the names, in turn, once the plain names are used up
   * @param taken lower-case words that no stand-in may be; shared by all pools
   */
  NamePool(
      List<List<String>> tiers,
      ToIntFunction<String> pieces,
      List<String> endings,
      Set<String> taken,
      RandomGenerator random) {
    this.taken = taken;
    this.endings = endings;
    Set<String> all = new LinkedHashSet<>();
    for (List<String> tier : tiers) {
      List<String> shuffled = new ArrayList<>(tier);
      Collections.shuffle(shuffled, random);
      shuffled.sort(Comparator.comparingInt(pieces));
      all.addAll(shuffled);
    }
    names = all.stream().filter(NamePool::isPlain).toList();
  }

  /**
   * A name unlike {@code term}.
   *
   * @throws UserError if all are taken
   */
  String next(String term) {
    for (int round = 0; round <= endings.size(); round++) {
      String ending = round == 0 ? "" : endings.get(round - 1);
      for (String name : names) {
        String offered = name + ending;
        if (!taken.contains(offered.toLowerCase(Locale.ROOT))
            && !LookAlike.resembles(offered, term)) {
          taken.add(offered.toLowerCase(Locale.ROOT));
          return offered;
        }
      }
    }
    throw UserError.badSetting(
        ("no stand-in is left for '%s': the target has too many terms of its kind; lower"
                + " anchors.stand_ins")
            .formatted(term));
  }

  /**
   * One capitalised word of plain letters that English readers would not stumble over. "Theodora"
   * may begin with the token of "The", which would then be forbidden behind it; of Scottish names
   * the lists have "Mckenzie".
   */
  private static boolean isPlain(String name) {
    return name.matches("(?!Mc|The)[A-Z][a-z]{2,11}");
  }
}
