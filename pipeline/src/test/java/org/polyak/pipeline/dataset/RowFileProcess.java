package org.polyak.pipeline.dataset;

import java.io.IOException;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.RowFactory;

/** Writes a file of rows in a process of its own. */
public final class RowFileProcess {

  /** More than one row group's. */
  static final int ROWS = 30;

  private static final int IMAGE_BYTES = 400_000;

  private RowFileProcess() {}

  /**
   * @param arguments the file to write
   */
  public static void main(String[] arguments) throws IOException {
    Random random = new Random(1);
    byte[] image = new byte[IMAGE_BYTES];
    try (RowFile file =
        new RowFile(new Configuration(), new Path(arguments[0]), DatasetSchema.IMAGES, false)) {
      for (int i = 0; i < ROWS; i++) {
        random.nextBytes(image);
        file.add(RowFactory.create("id" + i, i % 3, "c" + i % 3, i, 1, "png", image, "00" + i), 0);
      }
    }
  }
}
