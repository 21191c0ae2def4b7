package io.github.unlearn4j.whp;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What an anchor names; its stand-ins are of the same kind, so that the prose stays coherent. */
public enum AnchorKind {
  GIVEN_NAME_FEMALE,
  GIVEN_NAME_MALE,
  SURNAME,
  /** A name of several words: given name and surname, with or without a title in front. */
  FULL_NAME,
  /** A form of address or rank that belongs to the target alone. */
  TITLE,
  PLACE,
  ORGANISATION,
  /** A thing, creature or substance. */
  OBJECT,
  /** A turn of phrase, an oath, a motto, the title of a work. */
  PHRASE,
  OTHER;

  /** The word used in {@code anchors.yaml}. */
  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
