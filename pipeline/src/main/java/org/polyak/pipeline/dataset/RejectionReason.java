package org.polyak.pipeline.dataset;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Why an input is in the quarantine and not in the data set; its key stands in the column. */
public enum RejectionReason {
  /** No byte in it. */
  EMPTY,
  /** Ends before its content does. */
  TRUNCATED,
  /** Of a known format, but its content contradicts itself. */
  CORRUPT,
  /** Not an image, or an encoding that is not read. */
  UNSUPPORTED,
  /** More bytes, pixels or pixels a side than allowed. */
  TOO_LARGE,
  /** Its place or its label says no known class. */
  LABEL_UNKNOWN,
  /** Another input has the same id; the first one is in the data set. */
  DUPLICATE_ID,
  /** A name in an archive that is absolute or climbs out of it. */
  UNSAFE_NAME,
  /** A link or a device in an archive. */
  NOT_A_FILE;

  /** As it stands in the quarantine, such as {@code too-large}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** All keys. */
  public static List<String> keys() {
    return Arrays.stream(values()).map(RejectionReason::key).toList();
  }
}
