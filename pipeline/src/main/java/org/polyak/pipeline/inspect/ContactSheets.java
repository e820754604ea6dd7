package org.polyak.pipeline.inspect;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;
import org.polyak.pipeline.dataset.DatasetInfo.DataFile;
import org.polyak.pipeline.dataset.ImageDataset;
import org.polyak.pipeline.dataset.RowRange;
import org.polyak.pipeline.dataset.Split;
import scala.Tuple2;

/**
 * Draws a sheet of each class: its first training images in reading order, which is a random one.
 * Labels are read first, which are small; then only the row groups that hold an image of a sheet.
 */
final class ContactSheets {

  private static final int TREE_DEPTH = 2;

  /** Rows that one task looks through. */
  private static final int CHUNK = 2048;

  private final SparkSession spark;
  private final JavaSparkContext context;
  private final ImageDataset dataset;
  private final int perClass;

  /**
   * @param perClass most images of a sheet
   */
  ContactSheets(SparkSession spark, ImageDataset dataset, int perClass) {
    this.spark = spark;
    this.context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    this.dataset = dataset;
    this.perClass = perClass;
  }

  /** Where a class's sheet lies in the output. */
  static String file(int label) {
    return String.format(Locale.ROOT, "sheets/class-%05d.png", label);
  }

  /**
   * Writes the sheets; classes without a training image have none.
   *
   * @param folder the inspection's
   */
  void write(Path folder) {
    if (dataset.info().rows(Split.TRAIN) == 0) {
      return;
    }
    long[] chosen = firstRows().sorted();
    Broadcast<SerializableConfiguration> hadoop =
        context.broadcast(new SerializableConfiguration(context.hadoopConfiguration()));
    Broadcast<long[]> positions = context.broadcast(chosen);
    List<RowRange> ranges = ranges(chosen);
    int classes = dataset.info().labels().size();
    Map<Integer, String> titles = titles();
    context
        .parallelize(ranges, ranges.size())
        .flatMapToPair(range -> tiles(range, positions.value(), hadoop.value().value()))
        .groupByKey(Math.min(classes, ranges.size()))
        .foreach(
            tiles -> {
              Path file = new Path(folder, file(tiles._1()));
              write(hadoop.value().value(), file, titles.get(tiles._1()), tiles._2());
            });
  }

  private FirstRows firstRows() {
    Map<String, Long> starts = new HashMap<>();
    List<String> paths = new ArrayList<>();
    long start = 0;
    for (DataFile file : dataset.info().files(Split.TRAIN)) {
      Path path = new Path(dataset.folder(), file.path());
      starts.put(path.getName(), start);
      paths.add(path.toString());
      start += file.rows();
    }
    int classes = dataset.info().labels().size();
    return spark
        .read()
        .parquet(paths.toArray(String[]::new))
        .select("label", "_metadata.file_name", "_metadata.row_index")
        .javaRDD()
        .treeAggregate(
            new FirstRows(classes, perClass),
            (rows, row) -> {
              rows.add(row.getInt(0), starts.get(row.getString(1)) + row.getLong(2));
              return rows;
            },
            (a, b) -> {
              a.add(b);
              return a;
            },
            TREE_DEPTH);
  }

  /** The chosen rows, and those between them where they are close. */
  private List<RowRange> ranges(long[] chosen) {
    List<RowRange> ranges = new ArrayList<>();
    int first = 0;
    for (int i = 1; i <= chosen.length; i++) {
      if (i == chosen.length || chosen[i] >= chosen[first] + CHUNK) {
        ranges.add(dataset.rows(Split.TRAIN, chosen[first], chosen[i - 1] + 1));
        first = i;
      }
    }
    return ranges;
  }

  private Map<Integer, String> titles() {
    Map<Integer, String> titles = new HashMap<>();
    List<String> labels = dataset.info().labels();
    Map<String, Long> counts =
        dataset.statistics().counts().getOrDefault(Split.TRAIN.key(), Map.of());
    for (int label = 0; label < labels.size(); label++) {
      long images = counts.getOrDefault(labels.get(label), 0L);
      titles.put(
          label,
          String.format(
              Locale.ROOT,
              "Class %d: %s, %,d of %,d training images",
              label,
              labels.get(label),
              Math.min(images, perClass),
              images));
    }
    return titles;
  }

  private static Iterator<Tuple2<Integer, Tile>> tiles(
      RowRange range, long[] chosen, Configuration hadoop) throws IOException {
    List<Tuple2<Integer, Tile>> tiles = new ArrayList<>();
    RowRaster pixels = new RowRaster();
    long[] next = {range.first()};
    range.read(
        hadoop,
        image -> {
          long position = next[0]++;
          if (Arrays.binarySearch(chosen, position) >= 0) {
            tiles.add(new Tuple2<>(image.label(), Tile.of(position, image, pixels.of(image))));
          }
        });
    return tiles.iterator();
  }

  private static void write(Configuration hadoop, Path file, String title, Iterable<Tile> unordered)
      throws IOException {
    List<Tile> tiles = new ArrayList<>();
    unordered.forEach(tiles::add);
    tiles.sort(Comparator.comparingLong(Tile::position));
    try (FSDataOutputStream out = file.getFileSystem(hadoop).create(file, true)) {
      out.write(Png.encode(ClassSheet.draw(title, tiles)));
    }
  }
}
