package org.polyak.pipeline.source.tar;

import java.util.Arrays;
import java.util.Map;

/**
 * What extension headers say of the member that follows them.
 *
 * @param records of pax, those that hold for all members included
 * @param longName GNU's, or null
 * @param open whether the member is still to come
 */
record PendingHeaders(Map<String, String> records, String longName, boolean open) {

  static PendingHeaders none(Map<String, String> globals) {
    return new PendingHeaders(globals, null, false);
  }

  PendingHeaders withRecords(byte[] content) {
    return new PendingHeaders(PaxRecords.parse(content, records), longName, true);
  }

  PendingHeaders withLongName(byte[] content) {
    int end = 0;
    while (end < content.length && content[end] != 0) {
      end++;
    }
    return new PendingHeaders(records, TarHeader.text(Arrays.copyOf(content, end)), true);
  }

  PendingHeaders withLongLink() {
    return new PendingHeaders(records, longName, true);
  }

  /** What the member is called that has this header. */
  String name(TarHeader header) {
    String name = longName == null ? header.name() : longName;
    name = records.getOrDefault(PaxRecords.PATH, name);
    return records.getOrDefault(PaxRecords.SPARSE_NAME, name);
  }

  /**
   * Bytes of content of the member that has this header.
   *
   * @throws IllegalArgumentException if it is no possible size
   */
  long size(TarHeader header) {
    long size = PaxRecords.size(records, header.size());
    if (size < 0) {
      throw new IllegalArgumentException("member of %d bytes".formatted(size));
    }
    return size;
  }

  boolean sparse(TarHeader header) {
    return header.type() == 'S' || PaxRecords.isSparse(records);
  }
}
