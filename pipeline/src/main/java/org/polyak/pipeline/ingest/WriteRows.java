package org.polyak.pipeline.ingest;

import java.io.Closeable;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.util.LongAccumulator;
import org.apache.spark.util.SerializableConfiguration;
import org.polyak.pipeline.dataset.DatasetSchema;
import org.polyak.pipeline.dataset.ImageRecord;
import org.polyak.pipeline.dataset.RowFile;
import org.polyak.pipeline.ingest.WriteRows.Written;

/**
 * Writes a task's rows of {@link ImageTable#SCHEMA}, which come in the order of their files, with
 * rows of the quarantine anywhere among them. Every attempt of a task writes files of its own name;
 * which of them count is known when the task has ended.
 *
 * @param folder where to
 */
record WriteRows(
    Broadcast<SerializableConfiguration> hadoop, String folder, LongAccumulator written)
    implements FlatMapFunction<Iterator<Row>, Written> {

  private static final int FORMAT = ImageTable.SCHEMA.fieldIndex("format");
  private static final int FIRST_OF_IMAGE =
      ImageTable.SCHEMA.length() - DatasetSchema.IMAGES.length();

  /**
   * A file that is whole.
   *
   * @param split key of the split, or {@link Quarantine#SPLIT}
   * @param number of the file in the split
   */
  record Written(String split, int number, String path, long rows) implements Serializable {}

  @Override
  public Iterator<Written> call(Iterator<Row> rows) throws IOException {
    try (Files files = new Files(hadoop.value().value(), folder)) {
      while (rows.hasNext()) {
        files.add(rows.next());
        written.add(1);
      }
      return files.end().iterator();
    }
  }

  private static final class Files implements Closeable {

    private final Configuration hadoop;
    private final String folder;
    private final long attempt = TaskContext.get().taskAttemptId();
    private final List<Written> written = new ArrayList<>();
    private Open images;
    private Open quarantine;

    Files(Configuration hadoop, String folder) {
      this.hadoop = hadoop;
      this.folder = folder;
    }

    void add(Row row) throws IOException {
      String split = row.getString(0);
      int number = row.getInt(1);
      if (split.equals(Quarantine.SPLIT)) {
        if (quarantine == null) {
          Path path = path(split, number);
          quarantine =
              new Open(split, 0, path, new RowFile(hadoop, path, DatasetSchema.QUARANTINE, true));
        }
        quarantine.file().add(Quarantine.unpacked(row), 0);
        return;
      }
      if (images == null || images.number() != number || !images.split().equals(split)) {
        end(images);
        Path path = path(split, number);
        boolean raw = row.getString(FORMAT).equals(ImageRecord.RGB8);
        images =
            new Open(split, number, path, new RowFile(hadoop, path, DatasetSchema.IMAGES, raw));
      }
      images.file().add(row, FIRST_OF_IMAGE);
    }

    List<Written> end() throws IOException {
      end(images);
      images = null;
      end(quarantine);
      quarantine = null;
      return written;
    }

    /** Leaves nothing open after a failure; what was written does not count then. */
    @Override
    public void close() throws IOException {
      for (Open open : new Open[] {images, quarantine}) {
        if (open != null) {
          open.file().close();
        }
      }
    }

    private void end(Open open) throws IOException {
      if (open != null) {
        open.file().close();
        written.add(
            new Written(open.split(), open.number(), open.path().toString(), open.file().rows()));
      }
    }

    private Path path(String split, int number) {
      return new Path(folder, "%s-%05d-%d.parquet".formatted(split, number, attempt));
    }

    private record Open(String split, int number, Path path, RowFile file) {}
  }
}
