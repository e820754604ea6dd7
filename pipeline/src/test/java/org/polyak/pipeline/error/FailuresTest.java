package org.polyak.pipeline.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileNotFoundException;
import java.io.IOException;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.apache.hadoop.security.AccessControlException;
import org.apache.spark.SparkException;
import org.junit.jupiter.api.Test;

class FailuresTest {

  @Test
  void ownFailureIsFoundUnderSparks() {
    PolyakException own = PolyakException.data("row %d is wrong", 7);
    Throwable wrapped = new RuntimeException("x", new SparkException("Job aborted", own));
    assertThat(Failures.explain(wrapped)).isSameAs(own);
  }

  @Test
  void fullDiskIsWorthARetryEvenAsTextOnly() {
    Throwable asText =
        new SparkException(
            "Job aborted: java.io.IOException: No space left on device\n\tat java.base/…", null);
    assertExplained(asText, ExitCode.STORAGE, "The disk is full: ");
    assertThat(Failures.explain(asText).getMessage()).doesNotContain("\n");
    assertExplained(
        new RuntimeException(new IOException("write: No space left on device")),
        ExitCode.STORAGE,
        "The disk is full: ");
  }

  @Test
  void otherCausesKeepTheirMeaning() {
    assertExplained(new FileNotFoundException("a (Permission denied)"), ExitCode.DATA, "a (Perm");
    assertExplained(new AccessControlException("denied: b"), ExitCode.DATA, "Not allowed: denied");
    assertExplained(
        new UnsupportedFileSystemException("No FileSystem for scheme \"x\""),
        ExitCode.USAGE,
        "No FileSystem for scheme");
    // As Hadoop wraps it when s3a: is asked for and hadoop-aws is not there.
    assertExplained(
        new RuntimeException(
            new ClassNotFoundException("Class org.apache.hadoop.fs.s3a.S3AFileSystem not found")),
        ExitCode.USAGE,
        "The connector of a file system is not installed (Class org.apache.hadoop.fs.s3a.S3A");
    assertExplained(
        new RuntimeException(new IOException("Connection reset")),
        ExitCode.STORAGE,
        "Storage failed: IOException: Connection reset");
    assertExplained(new OutOfMemoryError("Java heap space"), ExitCode.INTERNAL, "Out of memory: ");
    assertExplained(
        new IllegalStateException("boom"), ExitCode.INTERNAL, "Internal failure: java.lang.Ill");
  }

  private static void assertExplained(Throwable thrown, ExitCode code, String message) {
    assertThat(Failures.explain(thrown).exitCode()).isEqualTo(code);
    assertThat(Failures.explain(thrown).getMessage()).contains(message);
  }
}
