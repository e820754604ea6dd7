package org.polyak.augment.materialize;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileUtil;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.LongAccumulator;
import org.apache.spark.util.SerializableConfiguration;
import org.polyak.pipeline.dataset.CommonSize;
import org.polyak.pipeline.dataset.Fingerprint;
import org.polyak.pipeline.dataset.RowRange;
import org.polyak.pipeline.dataset.Split;

/**
 * Copies a file of a split that is not augmented, byte by byte, and digests its rows.
 *
 * @param folder where files are written
 * @param hadoop settings of the file systems
 * @param done counts images
 */
record CopyTask(String folder, Broadcast<SerializableConfiguration> hadoop, LongAccumulator done)
    implements Function<CopyTask.Source, Part> {

  /**
   * A file.
   *
   * @param number of the file in its split
   * @param rows all of its rows
   */
  record Source(Split split, int number, RowRange rows) implements java.io.Serializable {}

  @Override
  public Part call(Source source) throws IOException {
    Configuration settings = hadoop.value().value();
    Path from = new Path(source.rows().parts().get(0).file());
    Path to =
        new Path(
            folder,
            "%s-%05d-%d.parquet"
                .formatted(
                    source.split().key(), source.number(), TaskContext.get().taskAttemptId()));
    Fingerprint fingerprint = new Fingerprint();
    CommonSize size = new CommonSize();
    source
        .rows()
        .read(
            settings,
            image -> {
              fingerprint.add(source.split(), image.id(), image.label(), image.sha256());
              size.add(image.width(), image.height());
              done.add(1);
            });
    FileUtil.copy(
        from.getFileSystem(settings), from, to.getFileSystem(settings), to, false, settings);
    return new Part(
        source.split(),
        source.number(),
        0,
        to.toString(),
        source.rows().size(),
        fingerprint,
        fingerprint,
        size);
  }
}
