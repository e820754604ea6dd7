package org.polyak.pipeline.ingest;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.polyak.pipeline.dataset.DatasetInfo.DataFile;
import org.polyak.pipeline.dataset.Fingerprint;
import org.polyak.pipeline.dataset.Split;
import org.polyak.pipeline.error.PolyakException;

/** What lies in the files, read back: of every row all but the image. */
final class WrittenImages {

  private static final int TREE_DEPTH = 2;

  private WrittenImages() {}

  /** A row without its image. */
  record WrittenRow(Split split, String id, int label, String labelName, String sha256)
      implements Serializable {}

  /** The rows of all files, a partition a file. */
  static JavaRDD<WrittenRow> read(
      JavaSparkContext context,
      Broadcast<SerializableConfiguration> hadoop,
      Path folder,
      Map<String, List<DataFile>> files) {
    List<OneFile> all = new ArrayList<>();
    files.forEach(
        (split, ofSplit) ->
            ofSplit.forEach(
                file ->
                    all.add(
                        new OneFile(Split.of(split), new Path(folder, file.path()).toString()))));
    return context.parallelize(all, Math.max(1, all.size())).flatMap(new Reading(hadoop));
  }

  /**
   * Compares what is in the files with what went into them.
   *
   * @throws PolyakException if a row is missing, is there twice or is another one
   */
  static void check(
      JavaRDD<WrittenRow> rows, Map<String, List<DataFile>> files, IngestSums expected) {
    for (Split split : Split.values()) {
      long count =
          files.getOrDefault(split.key(), List.of()).stream().mapToLong(DataFile::rows).sum();
      if (count != expected.images(split)) {
        throw PolyakException.internal(
            null,
            "%,d images of the %s split were written, expected %,d",
            count,
            split.key(),
            expected.images(split));
      }
    }
    String found =
        rows.treeAggregate(new Fingerprint(), WrittenImages::add, WrittenImages::merged, TREE_DEPTH)
            .text();
    if (!found.equals(expected.fingerprint())) {
      throw PolyakException.internal(
          null,
          "The written rows have the fingerprint %s, expected %s",
          found,
          expected.fingerprint());
    }
  }

  private static Fingerprint add(Fingerprint sum, WrittenRow row) {
    sum.add(row.split(), row.id(), row.label(), row.sha256());
    return sum;
  }

  private static Fingerprint merged(Fingerprint a, Fingerprint b) {
    a.add(b);
    return a;
  }

  private record OneFile(Split split, String path) implements Serializable {}

  private record Reading(Broadcast<SerializableConfiguration> hadoop)
      implements FlatMapFunction<OneFile, WrittenRow> {

    @Override
    public Iterator<WrittenRow> call(OneFile file) throws IOException {
      Configuration settings = hadoop.value().value();
      List<WrittenRow> rows = new ArrayList<>();
      try (ParquetFileReader reader =
          ParquetFileReader.open(HadoopInputFile.fromPath(new Path(file.path()), settings))) {
        MessageType schema = withoutImage(reader.getFileMetaData().getSchema());
        reader.setRequestedSchema(schema);
        MessageColumnIO columns = new ColumnIOFactory().getColumnIO(schema);
        PageReadStore pages = reader.readNextRowGroup();
        while (pages != null) {
          RecordReader<Group> records =
              columns.getRecordReader(pages, new GroupRecordConverter(schema));
          for (long i = 0; i < pages.getRowCount(); i++) {
            rows.add(row(file.split(), records.read()));
          }
          pages = reader.readNextRowGroup();
        }
      }
      return rows.iterator();
    }

    private static MessageType withoutImage(MessageType schema) {
      return new MessageType(
          schema.getName(),
          schema.getFields().stream().filter(field -> !field.getName().equals("image")).toList());
    }

    private static WrittenRow row(Split split, Group group) {
      return new WrittenRow(
          split,
          group.getString("id", 0),
          group.getInteger("label", 0),
          group.getString("label_name", 0),
          group.getString("sha256", 0));
    }
  }
}
