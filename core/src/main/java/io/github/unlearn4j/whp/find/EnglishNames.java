package io.github.unlearn4j.whp.find;

import java.util.ArrayList;
import java.util.List;

/**
 * Names that suit an English book of any age: given names that were never in fashion only once, and
 * surnames and towns put together as English ones are ("Halford", "Thornbury"). Many of them are
 * real, none is famous.
 */
final class EnglishNames {
  static final List<String> MEN =
      List.of(
          "Albert",
          "Alfred",
          "Andrew",
          "Arthur",
          "Bernard",
          "Charles",
          "Clement",
          "Cuthbert",
          "Daniel",
          "Edmund",
          "Edward",
          "Edwin",
          "Ernest",
          "Francis",
          "Frederick",
          "George",
          "Gilbert",
          "Harold",
          "Henry",
          "Herbert",
          "Horace",
          "Hubert",
          "Hugh",
          "Humphrey",
          "Jem",
          "Laurence",
          "Leonard",
          "Lionel",
          "Martin",
          "Matthew",
          "Maurice",
          "Oswald",
          "Patrick",
          "Peter",
          "Philip",
          "Ralph",
          "Reginald",
          "Richard",
          "Robert",
          "Roger",
          "Roland",
          "Rupert",
          "Samuel",
          "Simon",
          "Stephen",
          "Thomas",
          "Walter",
          "Wilfred");
  static final List<String> WOMEN =
      List.of(
          "Agatha",
          "Agnes",
          "Alice",
          "Amelia",
          "Beatrice",
          "Bertha",
          "Caroline",
          "Catherine",
          "Cecilia",
          "Charlotte",
          "Clara",
          "Constance",
          "Dora",
          "Dorothy",
          "Edith",
          "Eleanor",
          "Eliza",
          "Emily",
          "Emma",
          "Esther",
          "Ethel",
          "Florence",
          "Frances",
          "Harriet",
          "Henrietta",
          "Hilda",
          "Isabel",
          "Jessie",
          "Laura",
          "Louisa",
          "Lydia",
          "Mabel",
          "Margaret",
          "Martha",
          "Matilda",
          "Maud",
          "Mildred",
          "Nora",
          "Phyllis",
          "Rosamund",
          "Sarah",
          "Sophy",
          "Susan",
          "Sylvia",
          "Ursula",
          "Winifred");

  private static final List<String> STEMS =
      List.of(
          "Al", "Ash", "Brad", "Cal", "Chal", "Dal", "Den", "Eld", "Fair", "Far", "Hal", "Hart",
          "Hol", "Kel", "Lang", "Mar", "Mel", "Mil", "Nor", "Oak", "Pem", "Pren", "Rad", "Red",
          "Sel", "Shel", "Stan", "Thorn", "Wal", "Wes", "Whit", "Win");
  private static final List<String> SURNAME_ENDINGS =
      List.of("ton", "ford", "ley", "well", "field", "worth", "by", "wood", "more", "den");
  private static final List<String> TOWN_ENDINGS =
      List.of("bury", "ham", "stead", "bridge", "wick", "combe", "thorpe", "minster", "port");

  /** How surnames end that an English reader takes for English. */
  private static final String ENGLISH =
      ".*(son|ton|ley|ford|well|wood|field|worth|ham|by|more|land|shaw|hurst|croft|wick|ridge|ett"
          + "|kins|ding|[^n]man|low|gate|combe|bridge)";

  private EnglishNames() {}

  static boolean soundsEnglish(String surname) {
    return surname.matches(ENGLISH);
  }

  static List<String> surnames() {
    return joined(SURNAME_ENDINGS);
  }

  static List<String> towns() {
    return joined(TOWN_ENDINGS);
  }

  private static List<String> joined(List<String> endings) {
    List<String> names = new ArrayList<>();
    STEMS.forEach(
        stem ->
            endings.stream()
                .filter(ending -> stem.charAt(stem.length() - 1) != ending.charAt(0))
                .forEach(ending -> names.add(stem + ending)));
    return names;
  }
}
