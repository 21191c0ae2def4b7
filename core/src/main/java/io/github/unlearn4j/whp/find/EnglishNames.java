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
      words(
          """
          Albert Alfred Ambrose Andrew Anthony Archibald Arnold Arthur Augustus Barnaby
          Bartholomew Basil Benedict Benjamin Bernard Bertram Cecil Charles Christopher Clarence
          Claude Clement Conrad Cuthbert Cyril Daniel David Dennis Donald Ebenezer Edgar Edmund
          Edward Edwin Ernest Eustace Felix Francis Frank Frederick Geoffrey George Gerald
          Gilbert Godfrey Harold Harry Henry Herbert Horace Howard Hubert Hugh Humphrey Isaac
          Jasper Jem Jeremy Joseph Julian Kenneth Lambert Laurence Leonard Leopold Lewis Lionel
          Luke Malcolm Martin Matthew Maurice Miles Montague Mortimer Nathaniel Nicholas Nigel
          Norman Oliver Oscar Oswald Patrick Percival Peter Philip Ralph Raymond Reginald Reuben
          Richard Robert Roger Roland Rufus Rupert Samuel Septimus Sidney Simon Stephen
          Sylvester Thaddeus Thomas Timothy Tobias Valentine Vernon Victor Walter Wilfred
          William
          """);

  /** Real ones, where nothing has happened that everybody knows. */
  private static final List<String> TOWNS =
      words(
          """
          Ashford Bedford Bradford Easton Hatfield Kingsbridge Langley Marlow Millbrook Milton
          Newport Norton Oakham Redhill Stanford Thornton Westbrook Weston Whitby
          """);

  static final List<String> WOMEN =
      words(
          """
          Agatha Agnes Alice Amelia Beatrice Bertha Caroline Catherine Cecilia Charlotte Clara
          Constance Dora Dorothy Edith Eleanor Eliza Emily Emma Esther Ethel Florence Frances
          Harriet Henrietta Hilda Isabel Jessie Laura Louisa Lydia Mabel Margaret Martha Matilda
          Maud Mildred Nora Phyllis Rosamund Sarah Sophy Susan Sylvia Ursula Winifred
          """);

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
          + "|kins|ding|low|gate|combe|bridge)";

  private static final String NORSE = ".*(ss|lf|vor|la|ol)son";

  private EnglishNames() {}

  private static List<String> words(String text) {
    return List.of(text.strip().split("\\s+"));
  }

  static boolean soundsEnglish(String surname) {
    return surname.matches(ENGLISH) && !surname.matches(NORSE);
  }

  static List<String> surnames() {
    return joined(SURNAME_ENDINGS);
  }

  static List<String> towns() {
    List<String> towns = new ArrayList<>(TOWNS);
    towns.addAll(joined(TOWN_ENDINGS));
    return towns;
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
