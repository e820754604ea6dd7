package org.polyak.pipeline.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
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

  /**
   * Processes differ in the hash codes of objects, and so in the order of hash sets: the virtual
   * machine's modes 2 and 3 make them all equal and count them up.
   */
  @Test
  void bytesAreTheSameInEveryProcess() throws Exception {
    Path equal = written("equal.parquet", "-XX:+UnlockExperimentalVMOptions", "-XX:hashCode=2");
    Path counted = written("counted.parquet", "-XX:+UnlockExperimentalVMOptions", "-XX:hashCode=3");
    Path usual = written("usual.parquet");
    assertThat(counted).hasSameBinaryContentAs(equal);
    assertThat(usual).hasSameBinaryContentAs(equal);
    try (ParquetFileReader reader =
        ParquetFileReader.open(
            HadoopInputFile.fromPath(
                new org.apache.hadoop.fs.Path(usual.toString()), new Configuration()))) {
      assertThat(reader.getFooter().getBlocks()).hasSizeGreaterThan(1);
      assertThat(reader.getRecordCount()).isEqualTo(RowFileProcess.ROWS);
      // Several encodings in a column, or there would be no order.
      assertThat(reader.getFooter().getBlocks().get(0).getColumns())
          .anyMatch(column -> column.getEncodings().size() > 1);
    }
  }

  private Path written(String name, String... options) throws Exception {
    Path file = folder.resolve(name);
    Path messages = folder.resolve(name + ".txt");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(RowFileProcess.class.getName(), file.toString()));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(messages.toFile())
            .start();
    boolean ended = process.waitFor(2, TimeUnit.MINUTES);
    process.destroyForcibly();
    assertThat(ended).as("ends").isTrue();
    assertThat(process.exitValue()).as(Files.readString(messages)).isZero();
    return file;
  }

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
