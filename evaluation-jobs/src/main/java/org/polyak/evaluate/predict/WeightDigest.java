package org.polyak.evaluate.predict;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.polyak.pipeline.digest.Sha256;
import org.polyak.train.averaging.ReplicaState;

/** Tells models apart by their weights. */
final class WeightDigest {

  private WeightDigest() {}

  /** SHA-256 of parameters and statistics, hexadecimal. */
  static String of(ReplicaState state) {
    MessageDigest digest = Sha256.start();
    update(digest, state.parameters());
    update(digest, state.statistics());
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void update(MessageDigest digest, float[] values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * 4096);
    for (float value : values) {
      if (!bytes.hasRemaining()) {
        digest.update(bytes.flip());
        bytes.clear();
      }
      bytes.putFloat(value);
    }
    digest.update(bytes.flip());
  }
}
