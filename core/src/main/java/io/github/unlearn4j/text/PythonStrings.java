package io.github.unlearn4j.text;

import com.hubspot.jinjava.el.JinjavaInterpreterResolver;
import java.beans.FeatureDescriptor;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import jinjava.javax.el.CompositeELResolver;
import jinjava.javax.el.ELContext;
import jinjava.javax.el.ELResolver;

/**
 * The methods of Python's strings that chat templates call, {@code content.strip()} and the like.
 */
final class PythonStrings extends ELResolver {
  private PythonStrings() {}

  static ELResolver beforeTheUsual() {
    CompositeELResolver resolver = new CompositeELResolver();
    resolver.add(new PythonStrings());
    resolver.add(JinjavaInterpreterResolver.DEFAULT_RESOLVER_READ_WRITE);
    return resolver;
  }

  @Override
  public Object invoke(
      ELContext context, Object base, Object method, Class<?>[] types, Object[] arguments) {
    if (!(base instanceof String text)) {
      return null;
    }
    String first = arguments.length > 0 ? Objects.toString(arguments[0]) : null;
    Object result =
        switch (method.toString()) {
          case "strip" -> stripRight(stripLeft(text, first), first);
          case "lstrip" -> stripLeft(text, first);
          case "rstrip" -> stripRight(text, first);
          case "split" -> split(text, first);
          case "startswith" -> text.startsWith(first);
          case "endswith" -> text.endsWith(first);
          case "upper" -> text.toUpperCase(Locale.ROOT);
          case "lower" -> text.toLowerCase(Locale.ROOT);
          case "find" -> text.indexOf(first);
          case "replace" -> text.replace(first, Objects.toString(arguments[1]));
          default -> null;
        };
    context.setPropertyResolved(result != null);
    return result;
  }

  private static String stripLeft(String text, String characters) {
    int start = 0;
    while (start < text.length() && isStripped(text.charAt(start), characters)) {
      start++;
    }
    return text.substring(start);
  }

  private static String stripRight(String text, String characters) {
    int end = text.length();
    while (end > 0 && isStripped(text.charAt(end - 1), characters)) {
      end--;
    }
    return text.substring(0, end);
  }

  private static boolean isStripped(char character, String characters) {
    return characters == null
        ? Character.isWhitespace(character) || Character.isSpaceChar(character)
        : characters.indexOf(character) >= 0;
  }

  private static List<String> split(String text, String separator) {
    return separator == null
        ? Arrays.stream(text.strip().split("\\s+")).filter(part -> !part.isEmpty()).toList()
        : List.of(text.split(Pattern.quote(separator), -1));
  }

  @Override
  public Object getValue(ELContext context, Object base, Object property) {
    return null; // strings have no properties; the next resolver is asked
  }

  @Override
  public void setValue(ELContext context, Object base, Object property, Object value) {}

  @Override
  public boolean isReadOnly(ELContext context, Object base, Object property) {
    return true;
  }

  @Override
  public Class<?> getType(ELContext context, Object base, Object property) {
    return null;
  }

  @Override
  public Class<?> getCommonPropertyType(ELContext context, Object base) {
    return String.class;
  }

  @Override
  public Iterator<FeatureDescriptor> getFeatureDescriptors(ELContext context, Object base) {
    return Collections.emptyIterator();
  }
}
