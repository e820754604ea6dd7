package org.polyak.pipeline.dataset;

import java.io.Serializable;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import org.polyak.pipeline.digest.Sha256;

/**
 * The digest of a set of rows: the sum of their SHA-256 digests modulo 2^256 (AdHash, Bellare and
 * Micciancio 1997). A row is split, id, label and sha256, one a line. It does not depend on the
 * order of the rows, nor on how they are divided.
 */
public final class Fingerprint implements Serializable {

  private static final long serialVersionUID = 1L;
  private static final int BITS = 256;

  private BigInteger sum = BigInteger.ZERO;

  /** Adds a row. */
  public void add(Split split, String id, int label, String sha256) {
    String row = String.join("\n", split.key(), id, Integer.toString(label), sha256);
    byte[] digest = Sha256.start().digest(row.getBytes(StandardCharsets.UTF_8));
    add(new BigInteger(1, digest));
  }

  /** Adds the rows that another one holds. */
  public void add(Fingerprint other) {
    add(other.sum);
  }

  /** In 64 hexadecimal digits. */
  public String text() {
    String digits = sum.toString(16);
    return "0".repeat(BITS / 4 - digits.length()) + digits;
  }

  private void add(BigInteger digest) {
    BigInteger added = sum.add(digest);
    sum = added.bitLength() <= BITS ? added : added.clearBit(BITS);
  }
}
