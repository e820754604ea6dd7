package org.polyak.pipeline.error;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.Locale;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.apache.hadoop.security.AccessControlException;

/**
 * Finds what the user should hear in a chain of causes. Spark wraps what a task threw, often as
 * text only, so the chain is searched for the first failure with a meaning of its own.
 */
public final class Failures {

  /** Classes that Hadoop's settings name and other archives hold. */
  private static final String HADOOP_FILE_SYSTEMS = "org.apache.hadoop.fs.";

  private Failures() {}

  /**
   * The failure to report for {@code thrown}: its own message and exit code, or an internal one.
   */
  public static PolyakException explain(Throwable thrown) {
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (t instanceof PolyakException known) {
        return known;
      }
    }
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      String message = String.valueOf(t.getMessage());
      if (message.toLowerCase(Locale.ROOT).contains("no space left on device")) {
        return PolyakException.storage(
            thrown, "The disk is full: %s; free some space and try again", firstLine(message));
      }
      if (t instanceof OutOfMemoryError) {
        return PolyakException.internal(
            thrown,
            "Out of memory: %s; give the driver or the executors more (see README, memory)",
            firstLine(message));
      }
    }
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (t instanceof FileNotFoundException) {
        return PolyakException.data("Cannot open: %s", firstLine(String.valueOf(t.getMessage())));
      }
      if (t instanceof AccessDeniedException || t instanceof AccessControlException) {
        return PolyakException.data("Not allowed: %s", firstLine(String.valueOf(t.getMessage())));
      }
      if (t instanceof UnsupportedFileSystemException) {
        return PolyakException.usage("%s", firstLine(String.valueOf(t.getMessage())));
      }
      if (t instanceof ClassNotFoundException
          && String.valueOf(t.getMessage()).contains(HADOOP_FILE_SYSTEMS)) {
        return PolyakException.usage(
            "The connector of a file system is not installed (%s); docs/ingest.md says how to add"
                + " that of S3",
            firstLine(t.getMessage()));
      }
    }
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (t instanceof IOException) {
        return PolyakException.storage(
            thrown,
            "Storage failed: %s: %s",
            t.getClass().getSimpleName(),
            firstLine(String.valueOf(t.getMessage())));
      }
    }
    return PolyakException.internal(
        thrown, "Internal failure: %s", firstLine(String.valueOf(thrown)));
  }

  private static String firstLine(String text) {
    int end = text.indexOf('\n');
    return end < 0 ? text : text.substring(0, end);
  }
}
