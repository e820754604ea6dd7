package org.polyak.pipeline.source.tar;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A header block, of the formats V7, ustar (POSIX.1-1988), pax (POSIX.1-2001), GNU and star.
 *
 * @param name from the fields of name and prefix, as found
 * @param type the type flag
 * @param size bytes of content as the field has it; negative if it has a negative number
 * @param continued whether more blocks follow with the map of a GNU sparse file
 */
record TarHeader(String name, char type, long size, boolean continued) {

  static final int BLOCK = 512;

  private static final int NAME_LENGTH = 100;
  private static final int SIZE = 124;
  private static final int SIZE_LENGTH = 12;
  private static final int CHECKSUM = 148;
  private static final int CHECKSUM_LENGTH = 8;
  private static final int TYPE = 156;
  private static final int MAGIC = 257;
  private static final int PREFIX = 345;
  private static final int PREFIX_LENGTH = 155;
  private static final int STAR_PREFIX_LENGTH = 131;
  private static final int STAR_MAGIC = 508;
  private static final int SPARSE_CONTINUED = 482;

  /**
   * Parses a block.
   *
   * @throws IllegalArgumentException saying what is wrong with it
   */
  static TarHeader parse(byte[] block) {
    long checksum = number(block, CHECKSUM, CHECKSUM_LENGTH, "checksum");
    if (checksum != sum(block, 0xff) && checksum != sum(block, -1)) {
      throw new IllegalArgumentException(
          "header with checksum %d (expected %d)".formatted(checksum, sum(block, 0xff)));
    }
    String name = text(block, 0, NAME_LENGTH);
    // GNU's magic ends with blanks; its headers have times where others have the prefix.
    if (text(block, MAGIC, 6).equals("ustar")) {
      boolean star = text(block, STAR_MAGIC, 4).equals("tar") && block[STAR_MAGIC + 3] == 0;
      String prefix = text(block, PREFIX, star ? STAR_PREFIX_LENGTH : PREFIX_LENGTH);
      name = prefix.isEmpty() ? name : prefix + "/" + name;
    }
    char type = (char) (block[TYPE] & 0xff);
    long size = number(block, SIZE, SIZE_LENGTH, "size");
    return new TarHeader(name, type, size, type == 'S' && block[SPARSE_CONTINUED] != 0);
  }

  static boolean isZero(byte[] block, int length) {
    for (int i = 0; i < length; i++) {
      if (block[i] != 0) {
        return false;
      }
    }
    return true;
  }

  /** UTF-8 if it is, else Latin-1, so that different bytes stay different names. */
  static String text(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return new String(bytes, StandardCharsets.ISO_8859_1);
    }
  }

  private static String text(byte[] block, int at, int length) {
    int end = at;
    while (end < at + length && block[end] != 0) {
      end++;
    }
    return text(Arrays.copyOfRange(block, at, end));
  }

  /** The sum of all bytes, those of the checksum as blanks; old tars sum signed bytes. */
  private static long sum(byte[] block, int mask) {
    long sum = 0;
    for (int i = 0; i < BLOCK; i++) {
      boolean blank = i >= CHECKSUM && i < CHECKSUM + CHECKSUM_LENGTH;
      sum += blank ? ' ' : block[i] & mask;
    }
    return sum;
  }

  /** Octal digits between blanks and zeros, or a two's complement of base 256. */
  private static long number(byte[] block, int at, int length, String field) {
    if ((block[at] & 0x80) != 0) {
      return binary(block, at, length, field);
    }
    int from = at;
    int to = at + length;
    while (from < to && isBlank(block[from])) {
      from++;
    }
    while (to > from && isBlank(block[to - 1])) {
      to--;
    }
    long value = 0;
    for (int i = from; i < to; i++) {
      int digit = block[i] - '0';
      if (digit < 0 || digit > 7) {
        throw new IllegalArgumentException(
            "header whose %s has the byte 0x%02x (expected octal digits)"
                .formatted(field, block[i] & 0xff));
      }
      value = (value << 3) + digit;
    }
    return value;
  }

  private static long binary(byte[] block, int at, int length, String field) {
    // The first byte's highest bit says that it is binary, the next one is the sign.
    byte[] number = Arrays.copyOfRange(block, at, at + length);
    number[0] = (byte) ((number[0] & 0x40) == 0 ? number[0] & 0x3f : number[0]);
    try {
      return new BigInteger(number).longValueExact();
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("header whose %s exceeds 64 bits".formatted(field), e);
    }
  }

  private static boolean isBlank(byte b) {
    return b == 0 || b == ' ';
  }
}
