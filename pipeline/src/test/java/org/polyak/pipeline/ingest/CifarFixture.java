package org.polyak.pipeline.ingest;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Small collections in CIFAR-10's binary version. */
final class CifarFixture {

  static final int RECORD = 3073;

  private CifarFixture() {}

  /** Records with label {@code index % 10} and seeded noise as pixels. */
  static byte[] batch(int records, long seed) {
    byte[] bytes = new byte[records * RECORD];
    new Random(seed).nextBytes(bytes);
    for (int i = 0; i < records; i++) {
      bytes[i * RECORD] = (byte) (i % 10);
    }
    return bytes;
  }

  /** Two training batches of 40 records, a test batch of 20 and class names. */
  static void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    for (Map.Entry<String, byte[]> file : files().entrySet()) {
      Files.write(folder.resolve(file.getKey()), file.getValue());
    }
  }

  static Map<String, byte[]> files() {
    return Map.of(
        "data_batch_1.bin", batch(40, 1),
        "data_batch_2.bin", batch(40, 2),
        "test_batch.bin", batch(20, 3),
        "batches.meta.txt", "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\n\n\n".getBytes(StandardCharsets.UTF_8));
  }

  /** Writes members in the map's order under the names given. */
  static void archive(Path file, Map<String, byte[]> members) throws IOException {
    try (OutputStream raw = new BufferedOutputStream(Files.newOutputStream(file));
        TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(raw))) {
      for (Map.Entry<String, byte[]> member : members.entrySet()) {
        TarArchiveEntry entry = new TarArchiveEntry(member.getKey(), true);
        entry.setSize(member.getValue().length);
        tar.putArchiveEntry(entry);
        tar.write(member.getValue());
        tar.closeArchiveEntry();
      }
    }
  }
}
