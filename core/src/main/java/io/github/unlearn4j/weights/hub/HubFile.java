package io.github.unlearn4j.weights.hub;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * One file of a model as the hub lists it.
 *
 * @param size in bytes
 * @param hash in hexadecimal: SHA-256 of the content (64 digits, files in large-file storage) or
 *     git's SHA-1 of the blob (40 digits)
 */
record HubFile(String name, long size, String hash) {
  private static final int SHA256_DIGITS = 64;

  /** A digest ready for the content; git hashes {@code "blob SIZE\0"} before it. */
  MessageDigest newDigest() {
    try {
      if (hash.length() == SHA256_DIGITS) {
        return MessageDigest.getInstance("SHA-256");
      }
      MessageDigest digest = MessageDigest.getInstance("SHA-1");
      digest.update(("blob " + size + "\0").getBytes(StandardCharsets.US_ASCII));
      return digest;
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Whether the digest of the content is the one the hub gave; ends the digest. */
  boolean matches(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest()).equalsIgnoreCase(hash);
  }
}
