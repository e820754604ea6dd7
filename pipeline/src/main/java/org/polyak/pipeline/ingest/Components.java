package org.polyak.pipeline.ingest;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.polyak.pipeline.dataset.CommonSize;
import org.polyak.pipeline.dataset.DatasetSchema;
import org.polyak.pipeline.dataset.PrincipalComponents;
import org.polyak.pipeline.dataset.Split;
import org.polyak.pipeline.error.PolyakException;
import org.polyak.pipeline.image.DecodeOptions;
import org.polyak.pipeline.image.ImageDecoder;
import org.polyak.pipeline.statistics.Decomposition;
import org.polyak.pipeline.statistics.PixelCovariance;

/** The principal components of a data set's training images, for whitening. */
final class Components {

  private Components() {}

  /**
   * Refuses images that have none. Called with what a task has read so far too, so that photographs
   * are refused at the first one and not after hours.
   *
   * @param size what images have in common so far
   * @param image the one that was read last, for the message; null at the end
   */
  static void check(CommonSize size, String image) {
    String at = image == null ? "" : " (found at " + image + ")";
    if (size.width() == 0) {
      throw PolyakException.data(
          "--whitening takes images of one size, these differ%s; leave it out, or bring them to one"
              + " size first",
          at);
    }
    long values = 3L * size.width() * size.height();
    if (values > PrincipalComponents.MAX_VALUES) {
      throw PolyakException.data(
          "--whitening takes images of at most %,d values, such as 32x32x3; these have %dx%dx3,"
              + " which are %,d%s; leave it out",
          PrincipalComponents.MAX_VALUES, size.height(), size.width(), values, at);
    }
  }

  /**
   * Reads the training images once more.
   *
   * @param images with the columns of the data set and {@code split}
   * @param size values of an image
   */
  static PrincipalComponents of(Dataset<Row> images, int size, DecodeOptions decoding) {
    JavaRDD<byte[]> rasters =
        images
            .filter("split = '" + Split.TRAIN.key() + "'")
            .select("id", "width", "height", "format", "image")
            .javaRDD()
            .mapPartitions(new Rasters(decoding));
    return Decomposition.of(PixelCovariance.of(rasters, size));
  }

  /** As the rows of {@link DatasetSchema#COMPONENTS}, in one partition. */
  static Dataset<Row> rows(SparkSession spark, PrincipalComponents components) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    // A table of 75 MB is too much for the description of a task.
    Broadcast<PrincipalComponents> all = context.broadcast(components);
    List<Integer> numbers = IntStream.range(0, components.size()).boxed().toList();
    return spark.createDataFrame(
        context.parallelize(numbers, 1).map(k -> row(all.value(), k)), DatasetSchema.COMPONENTS);
  }

  private static Row row(PrincipalComponents components, int k) {
    return RowFactory.create(
        k,
        components.eigenvalues()[k],
        Arrays.stream(components.directions()[k]).boxed().toArray(Double[]::new));
  }

  private record Rasters(DecodeOptions decoding) implements FlatMapFunction<Iterator<Row>, byte[]> {

    @Override
    public Iterator<byte[]> call(Iterator<Row> rows) {
      ImageDecoder decoder = new ImageDecoder(decoding);
      return new Iterator<>() {
        @Override
        public boolean hasNext() {
          return rows.hasNext();
        }

        @Override
        public byte[] next() {
          return StoredRaster.of(decoder, rows.next()).rgb();
        }
      };
    }
  }
}
