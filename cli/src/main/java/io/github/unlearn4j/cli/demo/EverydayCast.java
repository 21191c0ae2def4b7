package io.github.unlearn4j.cli.demo;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * The people and places of one everyday sketch, chosen once so that names, pronouns and kinship
 * agree through it. Keys as in {@code everyday-grammar.txt}: {@code A}, {@code A.his}, {@code
 * B.sib}.
 */
final class EverydayCast {
  private static final List<String> WOMEN =
      words(
          "Anna Mary Clara Lucy Emma Helen Rose Ruth Alice Jane Ellen Sarah Grace Martha Julia Kate"
              + " Susan Nancy Amy Dora Margaret Elizabeth Laura Edith Hannah Agnes Florence Harriet"
              + " Charlotte Louise");
  private static final List<String> MEN =
      words(
          "Peter Thomas Henry Robert Daniel Jack George Will Sam Paul Charles Arthur Edward Simon"
              + " Martin Ben Frank David Walter Oliver Alfred Joseph John James William Richard"
              + " Albert Philip Hugh Stephen");
  private static final List<String> SURNAMES =
      words(
          "Miller Cooper Baker Turner Parker Carter Brown Wood Hill Green Price Young Lane Foster"
              + " Ford Page Stone King Ward Clark Bell Reed Harris Ellis Robinson Walker Cook"
              + " Fisher Moore Taylor Hughes Bennett Palmer Gray");
  private static final List<String> TOWNS =
      words(
          "Ashford Weston Millbrook Norton Oakham Kingsbridge Thornton Langley Marlow Bedford"
              + " Redhill Westbrook Stanford Hatfield Newport Bradford Easton Whitby Milton Dover");
  private static final List<String> RIVERS =
      words("Lea Avon Trent Dart Wye Tamar Dee Severn Thames Medway Ouse Derwent");
  private static final List<String> STREETS =
      List.of(
          "Church Street",
          "Mill Street",
          "Bridge Street",
          "Water Lane",
          "Market Street",
          "School Lane",
          "Station Road",
          "Garden Street",
          "Baker Row",
          "Hill Street",
          "River Walk",
          "Chapel Stairs");
  private static final List<String> GATES =
      List.of("Mill Gate", "North Gate", "Water Gate", "West Gate", "Bridge Gate", "Market Gate");
  private static final List<String> BOATS =
      words("Swallow Heron Kingfisher Dolphin Daisy Victoria Robin Lark Hope Marigold");
  private static final List<String> ANIMALS =
      words("Bess Daisy Nell Captain Major Duke Molly Rosie Prince Toby Polly Sultan");
  private static final List<String> BELLS =
      List.of(
          "Old Tom", "Great Mary", "Old Harry", "Big John", "Gabriel", "Old Kate", "Great Paul");

  private final Map<String, String> values = new HashMap<>();
  private final List<String> taken = new ArrayList<>();

  EverydayCast(Random random) {
    values.put("F", fresh(SURNAMES, random));
    child("A", random);
    child("B", random);
    child("D", random);
    values.put("D2", fresh(MEN, random));
    boolean aunt = random.nextBoolean();
    String kin = person("C", aunt, random);
    values.put("C.first", kin);
    values.put("C.kin", aunt ? "aunt" : "uncle");
    values.put("C", (aunt ? "Aunt " : "Uncle ") + kin);
    boolean lady = random.nextBoolean();
    person("E", lady, random);
    values.put("E", (lady ? "Mrs. " : "Mr. ") + fresh(SURNAMES, random));
    String crafts = person("G", random.nextInt(3) == 0, random);
    values.put("G.first", crafts);
    values.put("G", crafts + " " + fresh(SURNAMES, random));
    boolean mother = random.nextBoolean();
    values.put("H.first", person("H", mother, random));
    values.put("H.parent", mother ? "mother" : "father");
    values.put("T", fresh(TOWNS, random));
    values.put("U", fresh(TOWNS, random));
    values.put("R", fresh(RIVERS, random));
    values.put("S", fresh(STREETS, random));
    values.put("K", fresh(GATES, random));
    values.put("O", fresh(BOATS, random));
    values.put("N", fresh(ANIMALS, random));
    values.put("X", fresh(BELLS, random));
  }

  /** The text of a key, or null when the cast has no such key and it names a rule. */
  String value(String key) {
    return values.get(key);
  }

  private void child(String key, Random random) {
    boolean girl = random.nextBoolean();
    values.put(key, person(key, girl, random));
    values.put(key + ".sib", girl ? "sister" : "brother");
    values.put(key + ".child", girl ? "daughter" : "son");
  }

  private String person(String key, boolean woman, Random random) {
    values.put(key + ".he", woman ? "she" : "he");
    values.put(key + ".He", woman ? "She" : "He");
    values.put(key + ".him", woman ? "her" : "him");
    values.put(key + ".his", woman ? "her" : "his");
    values.put(key + ".His", woman ? "Her" : "His");
    values.put(key + ".person", woman ? "woman" : "man");
    return fresh(woman ? WOMEN : MEN, random);
  }

  private String fresh(List<String> from, Random random) {
    String name;
    do {
      name = from.get(random.nextInt(from.size()));
    } while (taken.contains(name));
    taken.add(name);
    return name;
  }

  private static List<String> words(String line) {
    return List.of(line.split(" "));
  }
}
