package org.polyak.evaluate.predict;

import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.LongAccumulator;
import org.apache.spark.util.SerializableConfiguration;
import org.polyak.train.data.Slice;

/**
 * Predicts slices and writes a file of each; gives the number of images.
 *
 * @param task that predicts
 * @param columns of the predictions
 * @param files by number of the slice
 * @param hadoop where files are written
 * @param done counts images
 */
record WriteTask(
    PredictionTask task,
    Columns columns,
    List<String> files,
    Broadcast<SerializableConfiguration> hadoop,
    LongAccumulator done)
    implements FlatMapFunction<Iterator<Slice>, Long> {

  @Override
  public Iterator<Long> call(Iterator<Slice> slices) throws IOException {
    Slice slice = slices.next();
    Path file = new Path(files.get(slice.number()));
    Iterator<Prediction> predictions = task.call(List.of(slice).iterator());
    long images = PredictionFile.write(hadoop.value().value(), file, columns, predictions);
    done.add(images);
    return List.of(images).iterator();
  }
}
