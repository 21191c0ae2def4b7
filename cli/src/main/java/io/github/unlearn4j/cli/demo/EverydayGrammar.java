package io.github.unlearn4j.cli.demo;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Rules that expand to prose. A rule is {@code @name} and one line for each way to write it; {@code
 * {name}} expands a rule, {@code {Name}} with a capital, {@code [a|b]} picks one, {@code //} begins
 * a paragraph. A rule marked {@code once} gives the same all through a sketch; any other does not
 * give the same line twice in a sketch while it has others left.
 */
final class EverydayGrammar {
  private static final Pattern BEFORE_VOWEL = Pattern.compile("\\b([Aa]) (?=[aeiouAEIOU])");
  private static final Pattern STOP_BEFORE_SPEAKER = Pattern.compile("\\.\" (?=[a-z])");
  private static final Pattern PARAGRAPH = Pattern.compile("\\s*//\\s*");

  private final Map<String, List<String>> rules = new HashMap<>();
  private final Set<String> once = new HashSet<>();

  EverydayGrammar(List<String> lines) {
    List<String> rule = new ArrayList<>();
    for (String line : lines) {
      if (line.startsWith("@")) {
        rule = new ArrayList<>();
        String[] header = line.substring(1).strip().split(" ");
        rules.put(header[0], rule);
        if (header.length > 1) {
          once.add(header[0]);
        }
      } else if (!line.isBlank() && !line.startsWith("#")) {
        rule.add(line.strip());
      }
    }
  }

  /**
   * One sketch: paragraphs parted by an empty line, the same for the same state of {@code random}.
   *
   * @param names the text of a name in braces, or null where it names a rule
   */
  String sketch(UnaryOperator<String> names, Random random) {
    Expansion expansion = new Expansion(names, random);
    String text = expansion.rule("sketch");
    text = BEFORE_VOWEL.matcher(text).replaceAll("$1n ");
    text = STOP_BEFORE_SPEAKER.matcher(text).replaceAll(",\" ");
    return PARAGRAPH.matcher(text).replaceAll("\n\n").strip();
  }

  private final class Expansion {
    private final UnaryOperator<String> names;
    private final Random random;
    private final Map<String, List<String>> left = new HashMap<>();
    private final Map<String, String> settled = new HashMap<>();

    private Expansion(UnaryOperator<String> names, Random random) {
      this.names = names;
      this.random = random;
    }

    private String rule(String name) {
      if (!once.contains(name)) {
        return freshly(name);
      }
      String text = settled.get(name);
      if (text == null) {
        text = freshly(name);
        settled.put(name, text);
      }
      return text;
    }

    private String freshly(String name) {
      List<String> ways = rules.get(name);
      if (ways == null) {
        throw new IllegalStateException("everyday grammar: no rule named " + name);
      }
      List<String> fresh = left.computeIfAbsent(name, key -> new ArrayList<>());
      if (fresh.isEmpty()) {
        fresh.addAll(ways);
      }
      return expand(fresh.remove(random.nextInt(fresh.size())));
    }

    private String expand(String text) {
      StringBuilder out = new StringBuilder();
      int at = 0;
      while (at < text.length()) {
        char here = text.charAt(at);
        int end = here == '{' ? text.indexOf('}', at) : here == '[' ? text.indexOf(']', at) : -1;
        if (end < 0) {
          out.append(here);
          at++;
          continue;
        }
        String inside = text.substring(at + 1, end);
        out.append(here == '{' ? named(inside) : oneOf(inside.split("\\|")));
        at = end + 1;
      }
      return out.toString();
    }

    private String named(String name) {
      String value = names.apply(name);
      if (value != null) {
        return value;
      }
      String rule = name.toLowerCase(Locale.ROOT);
      String text = rule(rule);
      return rule.equals(name)
          ? text
          : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }

    private String oneOf(String[] choices) {
      return choices[random.nextInt(choices.length)];
    }
  }
}
