package org.polyak.pipeline.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.polyak.pipeline.error.PolyakException;

/**
 * What a first pass finds in an input file.
 *
 * @param name without folders
 * @param length in bytes
 * @param sha256 lower-case hexadecimal digest of the content
 * @param rejectedCount records with a label out of range
 * @param rejected the first of them
 * @param text content of the file of class names, empty for batches
 */
record FileSurvey(
    String name,
    long length,
    String sha256,
    long rejectedCount,
    List<Rejected> rejected,
    String text)
    implements Serializable {

  /** Far more than ten class names take. */
  private static final int MAX_TEXT = 1 << 16;

  private static final int RECORDS_AT_ONCE = 64;

  /**
   * A record that cannot be taken.
   *
   * @param index position in its batch, from 0
   * @param label as found
   */
  record Rejected(String batch, long index, int label) implements Serializable {

    /** The id that its image would have. */
    String id() {
      return CifarFormat.id(batch, index);
    }
  }

  /** Keeps a list that serialises. */
  FileSurvey {
    rejected = List.copyOf(rejected);
  }

  /**
   * Reads all known files at a place.
   *
   * @param maxListed how many rejected records of a file are listed; all are counted
   */
  static List<FileSurvey> readAll(Configuration hadoop, String place, int maxListed)
      throws IOException {
    List<FileSurvey> surveys = new ArrayList<>();
    try (Members members = Members.open(hadoop, place)) {
      for (Members.Member m = members.next(); m != null; m = members.next()) {
        surveys.add(
            CifarFormat.isBatchFile(m.name())
                ? batch(m.name(), m.content(), maxListed)
                : text(m.name(), m.content()));
      }
    }
    return surveys;
  }

  /** Number of records, for a batch of valid length. */
  long records() {
    return length / CifarFormat.RECORD_BYTES;
  }

  private static FileSurvey batch(String name, InputStream in, int maxListed) throws IOException {
    MessageDigest digest = Digests.sha256();
    String batch = CifarFormat.batchOf(name);
    byte[] buffer = new byte[RECORDS_AT_ONCE * CifarFormat.RECORD_BYTES];
    List<Rejected> rejected = new ArrayList<>();
    long rejectedCount = 0;
    long length = 0;
    for (int n = in.readNBytes(buffer, 0, buffer.length);
        n > 0;
        n = in.readNBytes(buffer, 0, buffer.length)) {
      digest.update(buffer, 0, n);
      for (int at = 0; at < n; at += CifarFormat.RECORD_BYTES) {
        int label = buffer[at] & 0xff;
        if (label >= CifarFormat.CLASSES) {
          rejectedCount++;
          if (rejected.size() < maxListed) {
            rejected.add(new Rejected(batch, (length + at) / CifarFormat.RECORD_BYTES, label));
          }
        }
      }
      length += n;
    }
    String sha256 = HexFormat.of().formatHex(digest.digest());
    return new FileSurvey(name, length, sha256, rejectedCount, rejected, "");
  }

  private static FileSurvey text(String name, InputStream in) throws IOException {
    byte[] bytes = in.readNBytes(MAX_TEXT + 1);
    if (bytes.length > MAX_TEXT) {
      throw PolyakException.data(
          "%s: more than %d bytes long (expected %d class names, one a line)",
          name, MAX_TEXT, CifarFormat.CLASSES);
    }
    String text = new String(bytes, StandardCharsets.UTF_8);
    return new FileSurvey(name, bytes.length, Digests.sha256Hex(bytes), 0, List.of(), text);
  }
}
