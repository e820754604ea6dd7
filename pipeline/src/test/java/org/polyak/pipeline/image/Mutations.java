package org.polyak.pipeline.image;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;

/** Damages files, the same way for the same random numbers. */
final class Mutations {

  private static final int HEADER = 96;

  private final Random random;

  Mutations(long seed) {
    this.random = new Random(seed);
  }

  /** A damaged copy. */
  byte[] of(byte[] file) {
    byte[] mutant = file.clone();
    int steps = 1 + random.nextInt(3);
    for (int i = 0; i < steps && mutant.length > 8; i++) {
      mutant = step(mutant);
    }
    if (random.nextInt(4) > 0 && ImageFormat.starts(mutant, 0, "\u0089PNG")) {
      sumUp(mutant);
    }
    return mutant;
  }

  private byte[] step(byte[] file) {
    int from = random.nextInt(random.nextBoolean() ? file.length : Math.min(HEADER, file.length));
    int length = Math.min(file.length - from, 1 + random.nextInt(random.nextBoolean() ? 8 : 200));
    byte[] head = Arrays.copyOf(file, from);
    byte[] range = Arrays.copyOfRange(file, from, from + length);
    byte[] tail = Arrays.copyOfRange(file, from + length, file.length);
    switch (random.nextInt(7)) {
      case 0:
        for (int i = 0; i < 1 + length / 8; i++) {
          file[from + random.nextInt(length)] ^= (byte) (1 << random.nextInt(8));
        }
        return file;
      case 1:
        return head;
      case 2:
        return TestImages.joined(head, range, range, tail);
      case 3:
        return TestImages.joined(head, tail);
      case 4:
        return TestImages.joined(head, tail, range);
      case 5:
        Arrays.fill(range, (byte) (random.nextBoolean() ? 0xFF : random.nextInt(256)));
        return TestImages.joined(head, range, tail);
      default:
        int size = Math.min(1 << random.nextInt(3), file.length - from);
        byte[] number = new byte[size];
        Arrays.fill(number, (byte) 0xFF);
        number[random.nextInt(size)] = (byte) random.nextInt(128);
        System.arraycopy(number, 0, file, from, size);
        return file;
    }
  }

  /** Makes the checksums of PNG right again, so that the damage is seen by what comes behind. */
  private static void sumUp(byte[] png) {
    ByteBuffer file = ByteBuffer.wrap(png);
    int at = 8;
    while (at + 12 <= png.length) {
      int length = file.getInt(at);
      if (length < 0 || length > png.length - at - 12) {
        return;
      }
      CRC32 sum = new CRC32();
      sum.update(png, at + 4, 4 + length);
      file.putInt(at + 8 + length, (int) sum.getValue());
      at += 12 + length;
    }
  }
}
