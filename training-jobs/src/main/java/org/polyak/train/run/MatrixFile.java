package org.polyak.train.run;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.apache.hadoop.fs.Path;
import org.polyak.augment.image.PixelMatrix;
import org.polyak.pipeline.error.PolyakException;

/**
 * {@code whitening.bin}: {@code PLYKMATX}, format version (int32), number of rows and columns
 * (int32), then the values as float32, {@code [input][output]}; all little-endian. Its SHA-256
 * stands in {@code run.json}.
 */
final class MatrixFile {

  private static final byte[] MAGIC = "PLYKMATX".getBytes(StandardCharsets.US_ASCII);
  private static final int VERSION = 1;
  private static final int HEADER = 16;

  private MatrixFile() {}

  static byte[] bytes(PixelMatrix matrix) {
    int size = matrix.size();
    ByteBuffer bytes =
        ByteBuffer.allocate(HEADER + Float.BYTES * size * size).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put(MAGIC).putInt(VERSION).putInt(size);
    FloatBuffer values = bytes.asFloatBuffer();
    for (float[] row : matrix.rows()) {
      values.put(row);
    }
    return bytes.array();
  }

  /**
   * Reads a file.
   *
   * @param path for messages
   * @param sha256 what {@code run.json} says of it
   */
  static PixelMatrix parse(Path path, byte[] file, String sha256) {
    if (!sha256(file).equals(sha256)) {
      throw PolyakException.data("%s: damaged: its SHA-256 is not that of run.json", path);
    }
    ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).position(MAGIC.length);
    int version = bytes.getInt();
    if (version != VERSION) {
      throw PolyakException.data(
          "%s: format version %d, this Polyak reads %d", path, version, VERSION);
    }
    int size = bytes.getInt();
    float[][] rows = new float[size][size];
    FloatBuffer values = bytes.asFloatBuffer();
    for (float[] row : rows) {
      values.get(row);
    }
    return new PixelMatrix(rows);
  }

  static String sha256(byte[] file) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(file));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
