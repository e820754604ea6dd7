package org.polyak.pipeline.source.tar;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The records of a pax extension header, {@code "<length> <key>=<value>\n"} each, as far as they
 * say where a member is and what it is called.
 */
final class PaxRecords {

  static final String PATH = "path";
  static final String SIZE = "size";
  static final String SPARSE = "GNU.sparse.";
  static final String SPARSE_NAME = "GNU.sparse.name";

  private PaxRecords() {}

  /**
   * Parses the content of an extension header. A record without value takes back what an earlier
   * one said.
   *
   * @param base records that hold besides
   * @throws IllegalArgumentException saying what is wrong with it
   */
  static Map<String, String> parse(byte[] content, Map<String, String> base) {
    Map<String, String> records = new HashMap<>(base);
    int at = 0;
    while (at < content.length && content[at] != 0) {
      int end = at + length(content, at);
      int key = indexOf(content, ' ', at, end) + 1;
      int equals = indexOf(content, '=', key, end);
      if (end > content.length || key == 0 || equals < 0 || content[end - 1] != '\n') {
        throw new IllegalArgumentException(
            "pax record at byte %d of its header is not <length> <key>=<value>".formatted(at));
      }
      String name = TarHeader.text(Arrays.copyOfRange(content, key, equals));
      String value = TarHeader.text(Arrays.copyOfRange(content, equals + 1, end - 1));
      if (value.isEmpty()) {
        records.remove(name);
      } else if (name.equals(PATH) || name.equals(SIZE) || name.startsWith(SPARSE)) {
        records.put(name, value);
      }
      at = end;
    }
    return records;
  }

  /**
   * The size in records, or {@code header} if they do not say one.
   *
   * @throws IllegalArgumentException if it is no number
   */
  static long size(Map<String, String> records, long header) {
    String size = records.get(SIZE);
    if (size == null) {
      return header;
    }
    if (!size.matches("[0-9]{1,18}")) {
      throw new IllegalArgumentException("pax header whose size is no number of bytes");
    }
    return Long.parseLong(size);
  }

  /** Whether they belong to a sparse file. */
  static boolean isSparse(Map<String, String> records) {
    return records.keySet().stream().anyMatch(key -> key.startsWith(SPARSE));
  }

  private static int length(byte[] content, int at) {
    int length = 0;
    for (int i = at; i < content.length && content[i] != ' '; i++) {
      int digit = content[i] - '0';
      if (digit < 0 || digit > 9 || length > content.length) {
        throw new IllegalArgumentException(
            "pax record at byte %d of its header has no length".formatted(at));
      }
      length = 10 * length + digit;
    }
    return Math.min(length, content.length - at + 1);
  }

  private static int indexOf(byte[] content, char wanted, int from, int to) {
    for (int i = from; i < Math.min(to, content.length); i++) {
      if (content[i] == wanted) {
        return i;
      }
    }
    return -1;
  }
}
