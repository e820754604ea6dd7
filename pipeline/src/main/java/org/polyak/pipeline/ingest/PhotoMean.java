package org.polyak.pipeline.ingest;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.polyak.pipeline.dataset.ImageRecord;
import org.polyak.pipeline.dataset.Split;
import org.polyak.pipeline.dataset.Statistics.MeanImage;
import org.polyak.pipeline.error.PolyakException;
import org.polyak.pipeline.image.CentreSquare;
import org.polyak.pipeline.image.DecodeOptions;
import org.polyak.pipeline.image.ImageDecoder;
import org.polyak.pipeline.image.Raster;
import org.polyak.pipeline.image.UndecodableException;

/**
 * The mean image of photographs: of each training image the square in the middle, brought to one
 * size (Krizhevsky et al. 2012 took 256). Sums are whole numbers, so it is the same on any
 * partitioning.
 */
final class PhotoMean {

  private static final int TREE_DEPTH = 2;

  private PhotoMean() {}

  /**
   * Reads the training images of a data set once more.
   *
   * @param images with the columns of the data set and {@code split}
   * @param side rows and columns of the mean image
   */
  static MeanImage of(Dataset<Row> images, int side, DecodeOptions decoding) {
    Sums sums =
        images
            .filter("split = '" + Split.TRAIN.key() + "'")
            .select("id", "width", "height", "format", "image")
            .javaRDD()
            .mapPartitions(new SumOfTask(side, decoding))
            .treeReduce(Sums::merged, TREE_DEPTH);
    return new MeanImage(
        side,
        side,
        Arrays.stream(sums.values()).mapToObj(s -> s / (sums.images() * 255.0)).toList());
  }

  /** What a task sums. */
  private record Sums(long images, long[] values) implements java.io.Serializable {

    static Sums merged(Sums a, Sums b) {
      long[] values = a.values.clone();
      for (int i = 0; i < values.length; i++) {
        values[i] += b.values[i];
      }
      return new Sums(a.images + b.images, values);
    }
  }

  private record SumOfTask(int side, DecodeOptions decoding)
      implements FlatMapFunction<Iterator<Row>, Sums> {

    @Override
    public Iterator<Sums> call(Iterator<Row> rows) {
      ImageDecoder decoder = new ImageDecoder(decoding);
      long[] values = new long[3 * side * side];
      long images = 0;
      while (rows.hasNext()) {
        byte[] rgb = CentreSquare.of(raster(decoder, rows.next()), side).rgb();
        for (int i = 0; i < rgb.length; i++) {
          values[i] += rgb[i] & 0xff;
        }
        images++;
      }
      return List.of(new Sums(images, values)).iterator();
    }

    private static Raster raster(ImageDecoder decoder, Row row) {
      byte[] bytes = row.getAs(4);
      if (row.getString(3).equals(ImageRecord.RGB8)) {
        return new Raster(row.getInt(1), row.getInt(2), bytes);
      }
      try {
        return decoder.decode(bytes).raster();
      } catch (UndecodableException e) {
        throw PolyakException.internal(
            e, "%s was decoded when it was read, but is not now", row.getString(0));
      }
    }
  }
}
