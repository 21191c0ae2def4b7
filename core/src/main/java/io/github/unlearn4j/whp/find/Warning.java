package io.github.unlearn4j.whp.find;

/**
 * Something in a dictionary that a person should look at.
 *
 * @param kind what sort of trouble
 * @param term the term it is about, or "" for the dictionary as a whole
 * @param message one line: what, with which value, and what to do
 */
public record Warning(Kind kind, String term, String message) {

  /** The sorts of trouble, the gravest first; docs/anchors.md explains each. */
  public enum Kind {
    /** Two terms have one stand-in, so the translated text confuses them. */
    COLLISION,
    /** A stand-in is a word of the target, so the translated text says something else. */
    IN_TARGET,
    /** A stand-in holds its own term or looks like it, so the target shines through. */
    LOOKS_LIKE_TARGET,
    /**
     * The term is about as frequent in the retain text, so ordinary language would be unlearned.
     */
    ORDINARY,
    /** A term stands inside another, and their stand-ins do not agree. */
    SUBSTRING,
    /** The term does not occur in the target. */
    ABSENT,
    /** The dictionary touches so little of the target that hardly anything would be forgotten. */
    LITTLE_COVERED
  }
}
