package org.polyak.pipeline.source.parquet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.ObjIntConsumer;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

/** Writes files with Parquet's own library. */
final class ParquetFiles {

  private ParquetFiles() {}

  /** Writes an uncompressed file, in the place of one that is there. */
  static void write(
      Path file, String schema, Map<String, String> notes, int rows, ObjIntConsumer<Group> filler)
      throws IOException {
    write(file, CompressionCodecName.UNCOMPRESSED, schema, notes, rows, filler);
  }

  /**
   * Writes a file with row groups of about 4 MB, in the place of one that is there.
   *
   * @param filler fills the row of a number
   */
  static void write(
      Path file,
      CompressionCodecName codec,
      String schema,
      Map<String, String> notes,
      int rows,
      ObjIntConsumer<Group> filler)
      throws IOException {
    MessageType type = MessageTypeParser.parseMessageType(schema);
    SimpleGroupFactory groups = new SimpleGroupFactory(type);
    Files.deleteIfExists(file);
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new org.apache.hadoop.fs.Path(file.toUri()))
            .withType(type)
            .withCompressionCodec(codec)
            .withExtraMetaData(notes)
            .withRowGroupSize(4L << 20)
            .withMinRowCountForPageSizeCheck(1)
            .build()) {
      for (int i = 0; i < rows; i++) {
        Group row = groups.newGroup();
        filler.accept(row, i);
        writer.write(row);
      }
    }
  }
}
