package org.polyak.pipeline.ingest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.polyak.pipeline.digest.Sha256;
import org.polyak.pipeline.stage.Json;

/**
 * Tells whether a collection is the one that a data set was made of. Of a small one the content is
 * compared, so that a copy is as good as the original; of a large one names, sizes and times of
 * change, because reading it through only to find that there is nothing to do would take hours.
 */
final class InputFingerprint {

  /** Read in a second or two. */
  private static final long SMALL_BYTES = 256L << 20;

  private static final int SMALL_FILES = 100_000;
  private static final int TASKS = 64;
  private static final int BUFFER = 1 << 16;

  private InputFingerprint() {}

  /** A file, told apart from others of the collection by its name. */
  private record File(String name, String path, long bytes, long modified)
      implements Serializable {}

  /**
   * The fingerprint of the collection's files.
   *
   * @param root what names are relative to, where they lie below it
   */
  static ObjectNode of(
      JavaSparkContext context,
      Broadcast<SerializableConfiguration> hadoop,
      Path root,
      List<FileStatus> statuses) {
    List<File> files = new ArrayList<>();
    long bytes = 0;
    for (FileStatus status : statuses) {
      files.add(
          new File(
              name(root, status.getPath()),
              status.getPath().toString(),
              status.getLen(),
              status.getModificationTime()));
      bytes += status.getLen();
    }
    files.sort(Comparator.comparing(File::name));
    boolean byContent = bytes <= SMALL_BYTES && files.size() <= SMALL_FILES;
    List<String> lines =
        byContent
            ? context
                .parallelize(files, Math.max(1, Math.min(TASKS, files.size())))
                .map(file -> line(file, sha256(hadoop.value().value(), file)))
                .collect()
            : files.stream().map(file -> line(file, Long.toString(file.modified()))).toList();
    MessageDigest digest = Sha256.start();
    for (String line : lines) {
      digest.update(line.getBytes(StandardCharsets.UTF_8));
    }
    ObjectNode json = Json.object();
    json.put("files", files.size());
    json.put("bytes", bytes);
    json.put("compared", byContent ? "content" : "names, sizes and times");
    json.put("digest", HexFormat.of().formatHex(digest.digest()));
    return json;
  }

  private static String line(File file, String state) {
    return "%s %d %s\n".formatted(file.name(), file.bytes(), state);
  }

  private static String sha256(Configuration hadoop, File file) throws IOException {
    Path path = new Path(file.path());
    MessageDigest digest = Sha256.start();
    try (InputStream in =
        new DigestInputStream(path.getFileSystem(hadoop).open(path, BUFFER), digest)) {
      byte[] buffer = new byte[BUFFER];
      int read = in.read(buffer);
      while (read >= 0) {
        read = in.read(buffer);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static String name(Path root, Path file) {
    String below = root.toUri().getPath() + Path.SEPARATOR;
    String path = file.toUri().getPath();
    return path.startsWith(below) ? path.substring(below.length()) : file.getName();
  }
}
