package org.polyak.pipeline.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowFileTest {

  private static final int IMAGE_BYTES = 3 << 20;

  @TempDir Path folder;

  /** Parquet's writer looks at its memory every hundred rows, which can be any number of bytes. */
  @Test
  void largeImagesDoNotPileUpInMemory() throws IOException {
    org.apache.hadoop.fs.Path path =
        new org.apache.hadoop.fs.Path(folder.resolve("large.parquet").toString());
    byte[] image = new byte[IMAGE_BYTES];
    new Random(1).nextBytes(image);
    try (RowFile file = new RowFile(new Configuration(), path, DatasetSchema.IMAGES, false)) {
      for (int i = 0; i < 30; i++) {
        file.add(RowFactory.create("-", "id" + i, 7, "cat", 1, 1, "jpeg", image, "00"), 1);
      }
      assertThat(file.rows()).isEqualTo(30);
    }
    try (ParquetFileReader reader =
        ParquetFileReader.open(HadoopInputFile.fromPath(path, new Configuration()))) {
      assertThat(reader.getRecordCount()).isEqualTo(30);
      assertThat(reader.getFooter().getBlocks())
          .extracting(BlockMetaData::getTotalByteSize)
          .allMatch(bytes -> bytes < 4L * IMAGE_BYTES);
    }
  }
}
