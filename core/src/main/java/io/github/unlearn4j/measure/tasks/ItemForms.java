package io.github.unlearn4j.measure.tasks;

import java.util.List;
import java.util.regex.Pattern;

/**
 * How the fields of a line become contexts and choices, for each benchmark. The templates are those
 * of lm-evaluation-harness. A query of the local form comes with parts of a template around the
 * question; they are taken off first, so that both forms of an item give the same text.
 */
final class ItemForms {
  private static final String QUESTION = "Question: ";
  private static final String ANSWER = "\nAnswer:";

  /** Stage directions of WikiHow texts. The dot stops at a line feed only, as in Python. */
  private static final Pattern BRACKETS = Pattern.compile("\\[.*?\\]", Pattern.UNIX_LINES);

  private ItemForms() {}

  // The local forms: query/choices/gold, context_options/continuation/gold.

  /** The query is the whole context. */
  static ChoiceItem plainQuery(int index, ItemFields fields) {
    return local(index, fields, fields.text("query"));
  }

  /** The query is a question, with or without "Question: " and "\nAnswer:" around it. */
  static ChoiceItem questionQuery(int index, ItemFields fields) {
    String question = between(QUESTION, fields.text("query"), ANSWER);
    // PIQA's local copy has the line's end but not the next line.
    String bare = question.endsWith("\n") ? question.substring(0, question.length() - 1) : question;
    return local(index, fields, QUESTION + bare + ANSWER);
  }

  /** The query is "Passage: …\nQuestion: …?". */
  static ChoiceItem passageQuery(int index, ItemFields fields) {
    String query = between("Passage: ", fields.text("query"), ANSWER);
    int split = query.lastIndexOf("\n" + QUESTION);
    if (split < 0) {
      throw fields.complaint("query must read 'Passage: …', then on its own line 'Question: …?'");
    }
    String question = query.substring(split + 1 + QUESTION.length());
    String bare = question.endsWith("?") ? question.substring(0, question.length() - 1) : question;
    return local(index, fields, passage(query.substring(0, split), bare));
  }

  static ChoiceItem contextOptions(int index, ItemFields fields) {
    List<String> contexts = fields.texts("context_options");
    return ChoiceItem.beginnings(
        index,
        contexts,
        PythonText.strip(fields.text("continuation")),
        fields.gold("gold", contexts.size()));
  }

  private static ChoiceItem local(int index, ItemFields fields, String context) {
    List<String> choices = fields.texts("choices");
    return ChoiceItem.answers(index, context, choices, fields.gold("gold", choices.size()));
  }

  // The hub's own fields.

  static ChoiceItem winogrande(int index, ItemFields fields) {
    String sentence = fields.text("sentence");
    int gap = sentence.indexOf('_');
    if (gap < 0) {
      throw fields.complaint("sentence has no gap: write _ where the options belong");
    }
    List<String> contexts =
        List.of(
            sentence.substring(0, gap) + fields.text("option1"),
            sentence.substring(0, gap) + fields.text("option2"));
    return ChoiceItem.beginnings(
        index,
        contexts,
        PythonText.strip(sentence.substring(gap + 1)),
        fields.gold("answer", fields.integer("answer"), 1, 2));
  }

  static ChoiceItem hellaswag(int index, ItemFields fields) {
    String context =
        fields.textOrEmpty("ctx_a") + " " + PythonText.capitalize(fields.textOrEmpty("ctx_b"));
    List<String> endings = fields.texts("endings");
    return ChoiceItem.answers(
        index,
        cleaned(fields.text("activity_label") + ": " + context),
        endings.stream().map(ItemForms::cleaned).toList(),
        fields.gold("label", endings.size()));
  }

  static ChoiceItem arc(int index, ItemFields fields) {
    return labelled(index, fields, QUESTION + fields.text("question") + ANSWER);
  }

  static ChoiceItem openBook(int index, ItemFields fields) {
    return labelled(index, fields, fields.text("question_stem"));
  }

  static ChoiceItem boolq(int index, ItemFields fields) {
    return ChoiceItem.answers(
        index,
        passage(fields.text("passage"), fields.text("question")),
        List.of("no", "yes"),
        fields.gold("label", 2));
  }

  static ChoiceItem piqa(int index, ItemFields fields) {
    return ChoiceItem.answers(
        index,
        QUESTION + fields.text("goal") + ANSWER,
        List.of(fields.text("sol1"), fields.text("sol2")),
        fields.gold("label", 2));
  }

  private static ChoiceItem labelled(int index, ItemFields fields, String context) {
    ItemFields.Labelled choices = fields.labelled();
    return ChoiceItem.answers(index, context, choices.texts(), fields.answer(choices.labels()));
  }

  /** The question mark belongs to the template: the data set's questions have none. */
  private static String passage(String passage, String question) {
    return passage + "\n" + QUESTION + question + "?" + ANSWER;
  }

  /** Takes WikiHow's marks out, in the reference's order; double spaces go in one pass only. */
  static String cleaned(String text) {
    String titled = PythonText.strip(text).replace(" [title]", ". ");
    return BRACKETS.matcher(titled).replaceAll("").replace("  ", " ");
  }

  private static String between(String start, String text, String end) {
    int from = text.startsWith(start) ? start.length() : 0;
    int to = text.length() - (text.endsWith(end) ? end.length() : 0);
    return text.substring(from, Math.max(from, to));
  }
}
