package org.polyak.pipeline.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.TreeMap;

/**
 * The first image file directory of a TIFF file (TIFF 6.0, section 2).
 *
 * @param file all bytes, in the file's byte order
 * @param entries place of the 12 bytes of each field, by tag, in order
 */
record TiffDirectory(ByteBuffer file, Map<Integer, Integer> entries) {

  private static final int ENTRY = 12;
  private static final int BYTE = 1;
  private static final int SHORT = 3;
  private static final int LONG = 4;
  private static final int[] TYPE_BYTES = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8};

  /** Reads the directory; its fields are known to lie within the file. */
  static TiffDirectory parse(byte[] bytes) throws UndecodableException {
    need(bytes, 8);
    ByteBuffer file = ByteBuffer.wrap(bytes);
    file.order(bytes[0] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    long at = file.getInt(4) & 0xFFFFFFFFL;
    need(bytes, at + 2);
    int count = file.getShort((int) at) & 0xFFFF;
    need(bytes, at + 2 + (long) ENTRY * count);
    TiffDirectory directory = new TiffDirectory(file, new TreeMap<>());
    for (int i = 0; i < count; i++) {
      int entry = (int) at + 2 + ENTRY * i;
      directory.entries.put(file.getShort(entry) & 0xFFFF, entry);
    }
    return directory;
  }

  /** Rejects a file that ends before the values of a field do. */
  void checkWithin(int tag) throws UndecodableException {
    int entry = entries.get(tag);
    if (length(entry) > 4) {
      need(file.array(), (file.getInt(entry + 8) & 0xFFFFFFFFL) + length(entry));
    }
  }

  private long length(int entry) {
    int type = file.getShort(entry + 2) & 0xFFFF;
    int size = type < TYPE_BYTES.length ? TYPE_BYTES[type] : 0;
    return (file.getInt(entry + 4) & 0xFFFFFFFFL) * size;
  }

  /** The whole numbers of a field; the one default where there is none. */
  long[] values(int tag, long... byDefault) throws UndecodableException {
    Integer entry = entries.get(tag);
    if (entry == null) {
      return byDefault;
    }
    int type = file.getShort(entry + 2);
    if (type != BYTE && type != SHORT && type != LONG) {
      throw UndecodableException.corrupt(
          ImageFormat.TIFF, "whole numbers expected in field %d, found type %d", tag, type);
    }
    checkWithin(tag);
    int size = TYPE_BYTES[type];
    int count = (int) (length(entry) / size);
    int at = length(entry) <= 4 ? entry + 8 : file.getInt(entry + 8);
    long[] values = new long[count];
    for (int i = 0; i < count; i++) {
      int place = at + i * size;
      values[i] =
          switch (type) {
            case BYTE -> file.get(place) & 0xFF;
            case SHORT -> file.getShort(place) & 0xFFFF;
            default -> file.getInt(place) & 0xFFFFFFFFL;
          };
    }
    return values;
  }

  /** The first number of a field. */
  long value(int tag, long byDefault) throws UndecodableException {
    long[] values = values(tag, byDefault);
    return values.length == 0 ? byDefault : values[0];
  }

  private static void need(byte[] bytes, long length) throws UndecodableException {
    if (length > bytes.length) {
      throw UndecodableException.truncated(
          ImageFormat.TIFF,
          "a directory and fields up to byte %,d expected, the file ends at %,d",
          length,
          bytes.length);
    }
  }
}
