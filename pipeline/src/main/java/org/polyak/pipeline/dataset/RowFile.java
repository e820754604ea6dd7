package org.polyak.pipeline.dataset;

import java.io.Closeable;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopOutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * A Parquet file of rows with text, whole numbers and bytes, none of them null. Everything that
 * decides its bytes is set here. Spark's own writer copies an image several times on its way, and
 * holds a hundred of whatever size before it looks at the memory they take; this one looks at every
 * row.
 */
public final class RowFile implements Closeable {

  /** Small enough that a replica's slice is read without much of its neighbours'. */
  private static final long ROW_GROUP_BYTES = 8L << 20;

  /** Buffers of this size do not fill whole regions of the heap. */
  private static final int PAGE_BYTES = 256 << 10;

  private final StructType columns;
  private final MessageType schema;
  private final RepeatableFile output;
  private final ParquetWriter<Group> writer;
  private long rows;

  /**
   * Creates the file.
   *
   * @param compressed whether compression is worth its time: bytes that are compressed already are
   *     not
   */
  public RowFile(Configuration hadoop, Path file, StructType columns, boolean compressed)
      throws IOException {
    this.columns = columns;
    this.schema = schema(columns);
    this.output = new RepeatableFile(HadoopOutputFile.fromPath(file, hadoop));
    this.writer =
        ExampleParquetWriter.builder(output)
            .withConf(hadoop)
            .withType(schema)
            .withWriteMode(ParquetFileWriter.Mode.OVERWRITE)
            .withCompressionCodec(
                compressed ? CompressionCodecName.SNAPPY : CompressionCodecName.UNCOMPRESSED)
            .withRowGroupSize(ROW_GROUP_BYTES)
            // Rows carry the digests of their images; storage has checksums of its own.
            .withPageWriteChecksumEnabled(false)
            .withPageSize(PAGE_BYTES)
            .withMinRowCountForPageSizeCheck(1)
            .withMaxRowCountForPageSizeCheck(1)
            .withDictionaryEncoding("image", false)
            .withDictionaryEncoding("sha256", false)
            .withDictionaryEncoding("id", false)
            .build();
  }

  /**
   * Adds a row.
   *
   * @param from index of its first column
   */
  public void add(Row row, int from) throws IOException {
    Group group = new SimpleGroup(schema);
    for (int c = 0; c < columns.length(); c++) {
      Object value = row.get(from + c);
      if (value instanceof byte[] bytes) {
        group.add(c, Binary.fromConstantByteArray(bytes));
      } else if (value instanceof Integer number) {
        group.add(c, (int) number);
      } else if (value instanceof Long number) {
        group.add(c, (long) number);
      } else {
        group.add(c, (String) value);
      }
    }
    writer.write(group);
    rows++;
  }

  /** Number of rows so far. */
  public long rows() {
    return rows;
  }

  @Override
  public void close() throws IOException {
    output.end();
    writer.close();
  }

  private static MessageType schema(StructType columns) {
    Types.MessageTypeBuilder schema = Types.buildMessage();
    for (StructField column : columns.fields()) {
      DataType type = column.dataType();
      if (type instanceof StringType) {
        schema
            .required(PrimitiveTypeName.BINARY)
            .as(LogicalTypeAnnotation.stringType())
            .named(column.name());
      } else if (type instanceof BinaryType) {
        schema.required(PrimitiveTypeName.BINARY).named(column.name());
      } else if (type instanceof IntegerType) {
        schema.required(PrimitiveTypeName.INT32).named(column.name());
      } else if (type instanceof LongType) {
        schema.required(PrimitiveTypeName.INT64).named(column.name());
      } else {
        throw new IllegalArgumentException("No Parquet type for " + column);
      }
    }
    return schema.named("row");
  }
}
