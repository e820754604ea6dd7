package org.polyak.pipeline.source.files;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;
import org.polyak.pipeline.error.PolyakException;

/**
 * The lines of a file that says labels.
 *
 * @param name for messages
 * @param lines without blanks at their ends; empty lines at the file's end are left out
 */
public record TextFile(String name, List<String> lines) {

  /** Far more than 50,000 lines take. */
  private static final int MAX_BYTES = 64 << 20;

  /** Keeps a list that does not change. */
  public TextFile {
    lines = List.copyOf(lines);
  }

  /**
   * Reads a file as UTF-8.
   *
   * @throws PolyakException if it is far too long
   * @throws IOException if the storage fails
   */
  public static TextFile read(Configuration hadoop, Path file) throws IOException {
    try (FSDataInputStream in = file.getFileSystem(hadoop).open(file)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw PolyakException.data("%s: more than %d bytes long", file, MAX_BYTES);
      }
      String text = new String(bytes, StandardCharsets.UTF_8);
      return new TextFile(
          file.toString(), text.stripTrailing().lines().map(String::strip).toList());
    }
  }

  /** The error of a line, whose index counts from 0. */
  public PolyakException wrong(int index, String expected) {
    return PolyakException.data(
        "%s line %d: found '%s' (expected %s)", name, index + 1, lines.get(index), expected);
  }
}
