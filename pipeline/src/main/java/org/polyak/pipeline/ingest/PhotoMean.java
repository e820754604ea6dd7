package org.polyak.pipeline.ingest;

import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.polyak.pipeline.dataset.Split;
import org.polyak.pipeline.dataset.Statistics.MeanImage;
import org.polyak.pipeline.image.CentreSquare;
import org.polyak.pipeline.image.DecodeOptions;
import org.polyak.pipeline.image.ImageDecoder;
import org.polyak.pipeline.statistics.MeanImageSum;

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
    return images
        .filter("split = '" + Split.TRAIN.key() + "'")
        .select("id", "width", "height", "format", "image")
        .javaRDD()
        .mapPartitions(new SumOfTask(side, decoding))
        .treeReduce(PhotoMean::merged, TREE_DEPTH)
        .meanImage();
  }

  private static MeanImageSum merged(MeanImageSum a, MeanImageSum b) {
    a.add(b);
    return a;
  }

  private record SumOfTask(int side, DecodeOptions decoding)
      implements FlatMapFunction<Iterator<Row>, MeanImageSum> {

    @Override
    public Iterator<MeanImageSum> call(Iterator<Row> rows) {
      ImageDecoder decoder = new ImageDecoder(decoding);
      MeanImageSum sum = new MeanImageSum((long) side * side);
      while (rows.hasNext()) {
        sum.add(side, side, CentreSquare.of(StoredRaster.of(decoder, rows.next()), side));
      }
      return List.of(sum).iterator();
    }
  }
}
