package org.polyak.pipeline.dataset;

import java.io.EOFException;
import java.io.IOException;
import org.polyak.pipeline.error.PolyakException;
import shaded.parquet.org.apache.thrift.TException;

/** Tells what Parquet's reader throws of a damaged file from what the storage throws. */
public final class ParquetFailure {

  private ParquetFailure() {}

  /**
   * The failure of the storage, as it was: to be thrown.
   *
   * @param advice what mends a damaged file
   * @throws PolyakException if it is none: headers that make no sense come as failures to read
   *     them, and files that are cut as their end
   */
  public static IOException storage(String file, String advice, Exception e) {
    boolean storage =
        e instanceof IOException
            && !(e instanceof EOFException)
            && !(e.getCause() instanceof TException);
    if (storage) {
      return (IOException) e;
    }
    throw damaged(file, advice, e);
  }

  /**
   * The damage of a file, to be thrown.
   *
   * @param advice what mends it
   */
  public static PolyakException damaged(String file, String advice, Exception e) {
    return PolyakException.data("%s: damaged Parquet file: %s; %s", file, e.getMessage(), advice);
  }
}
