package io.github.unlearn4j.base;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The help text of one setting. Settings are record components; the preset gives the default, the
 * record's constructor checks the range, and this text is what {@code --help}, the saved recipe and
 * the documentation show.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Setting {
  /** One sentence, with the unit. */
  String value();

  /** True for a file or folder: a relative one is looked for beside the recipe that names it. */
  boolean path() default false;
}
