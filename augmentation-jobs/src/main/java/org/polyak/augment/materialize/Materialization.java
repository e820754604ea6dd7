package org.polyak.augment.materialize;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FileUtil;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.LongAccumulator;
import org.apache.spark.util.SerializableConfiguration;
import org.polyak.augment.colour.ColourComponents;
import org.polyak.augment.image.NormalizationMode;
import org.polyak.augment.policy.AugmentationPolicy;
import org.polyak.pipeline.dataset.CommonSize;
import org.polyak.pipeline.dataset.DatasetInfo;
import org.polyak.pipeline.dataset.DatasetInfo.DataFile;
import org.polyak.pipeline.dataset.DatasetSchema;
import org.polyak.pipeline.dataset.Fingerprint;
import org.polyak.pipeline.dataset.ImageDataset;
import org.polyak.pipeline.dataset.PrincipalComponents;
import org.polyak.pipeline.dataset.Split;
import org.polyak.pipeline.dataset.Statistics;
import org.polyak.pipeline.error.PolyakException;
import org.polyak.pipeline.stage.JobProgress;
import org.polyak.pipeline.stage.Json;
import org.polyak.pipeline.stage.Progress;
import org.polyak.pipeline.stage.StageIdentity;
import org.polyak.pipeline.stage.StageOutput;
import org.polyak.pipeline.stage.WholeFile;

/**
 * Makes a data set of augmented epochs of another one: the pixels that training of the same seed
 * computes on the fly, rounded to bytes. Its training split holds epoch after epoch, each in the
 * order of the parent, which is a random one; other splits are copied.
 *
 * <p>Statistics of pixels are the parent's, since training subtracts those of images that are not
 * augmented: a network that learns from this data set gets the same input as on the fly, and sees
 * others at test time as it would then. Only the numbers of images are new.
 *
 * @param policy what is done to training images; without mixing, which needs two labels an image
 * @param seed of the draws
 * @param epochs 0 to {@code epochs - 1} are made
 * @param data the parent's folder
 * @param target the folder to make
 */
public record Materialization(
    AugmentationPolicy policy, long seed, int epochs, Path data, Path target) {

  /** Rows of a task at most: few enough that a small data set keeps all cores busy. */
  private static final int PIECE_ROWS = 4096;

  private static final String LABELS = "labels.json";

  /**
   * Makes the data set unless it is there.
   *
   * @param overwrite whether a complete output that was made differently may be replaced
   * @return a summary for the user
   * @throws PolyakException if the parent cannot be augmented so, or the output is something else
   */
  public String write(JavaSparkContext spark, boolean overwrite) throws IOException {
    long start = System.nanoTime();
    Configuration hadoop = spark.hadoopConfiguration();
    ImageDataset parent = ImageDataset.open(hadoop, data);
    check(hadoop, parent);
    StageIdentity identity = identity(parent);
    if (StageOutput.existing(hadoop, target, identity, overwrite).isPresent()) {
      return target + " is already complete";
    }
    try (StageOutput output = StageOutput.begin(hadoop, target, identity)) {
      Path aside = new Path(output.folder(), "_written");
      FileSystem fs = output.folder().getFileSystem(hadoop);
      mkdirs(fs, aside);
      List<Part> parts = makeParts(spark, parent, aside);
      checkWhole(parent, parts);
      Map<String, List<DataFile>> files = take(fs, output.folder(), parts);
      fs.delete(aside, true);
      describe(hadoop, output.folder(), parent, parts, files);
      double seconds = (System.nanoTime() - start) / 1e9;
      long bytes = fs.getContentSummary(new Path(output.folder(), "images")).getLength();
      long images = parts.stream().mapToLong(Part::rows).sum();
      ObjectNode counts = counts(parent, parts);
      ObjectNode metrics = counts.deepCopy();
      metrics.put("bytes", bytes);
      metrics.put("seconds", seconds);
      output.publish(counts, metrics);
      return "%,d images, %d epochs of %,d training images, %.1f MB in %.1f s: the data set lies in %s"
          .formatted(images, epochs, parent.info().rows(Split.TRAIN), bytes / 1e6, seconds, target);
    }
  }

  private void check(Configuration hadoop, ImageDataset parent) throws IOException {
    if (policy.mixing().mixupAlpha() > 0 || policy.mixing().cutmixAlpha() > 0) {
      throw PolyakException.usage(
          "The policy (%s) mixes images of a batch, which have no label of their own to be stored"
              + " with: leave mixup and cutmix out here, and give them to training",
          policy);
    }
    if (parent.info().rows(Split.TRAIN) == 0) {
      throw PolyakException.data("%s has no training images", parent.folder());
    }
    Path qualified = target.getFileSystem(hadoop).makeQualified(target);
    if (qualified.equals(parent.folder())) {
      throw PolyakException.usage("--output %s is the data set itself", target);
    }
    ColourComponents components = ColourComponents.of(parent.statistics());
    policy.transforms().forEach(transform -> transform.check(components));
  }

  private StageIdentity identity(ImageDataset parent) {
    ObjectNode inputs = Json.object();
    inputs.put("dataset", parent.info().fingerprint());
    ObjectNode configuration = Json.object();
    configuration.set("policy", policy.json());
    configuration.put("seed", seed);
    configuration.put("epochs", epochs);
    return new StageIdentity("augment", inputs, configuration);
  }

  private List<Part> makeParts(JavaSparkContext spark, ImageDataset parent, Path aside) {
    Broadcast<SerializableConfiguration> hadoop =
        spark.broadcast(new SerializableConfiguration(spark.hadoopConfiguration()));
    LongAccumulator done = spark.sc().longAccumulator("images");
    List<Piece> pieces = pieces(parent);
    List<CopyTask.Source> others = others(parent);
    AugmentTask augmenting =
        new AugmentTask(
            policy,
            NormalizationMode.CHANNEL_MEAN_DEVIATION.of(parent.statistics()),
            ColourComponents.of(parent.statistics()),
            seed,
            parent.info().labels(),
            aside.toString(),
            hadoop,
            done);
    CopyTask copying = new CopyTask(aside.toString(), hadoop, done);
    long total = parent.info().rows(Split.TRAIN) * epochs;
    for (CopyTask.Source other : others) {
      total += other.rows().size();
    }
    return JobProgress.during(
        Progress.of("augment", total, "images"),
        done::sum,
        () -> {
          List<Part> parts =
              new ArrayList<>(
                  spark.parallelize(pieces, pieces.size()).flatMap(augmenting).collect());
          if (!others.isEmpty()) {
            parts.addAll(spark.parallelize(others, others.size()).map(copying).collect());
          }
          return parts;
        });
  }

  private List<Piece> pieces(ImageDataset parent) {
    List<Piece> pieces = new ArrayList<>();
    long rows = parent.info().rows(Split.TRAIN);
    for (int epoch = 0; epoch < epochs; epoch++) {
      for (long from = 0; from < rows; from += PIECE_ROWS) {
        long to = Math.min(rows, from + PIECE_ROWS);
        pieces.add(new Piece(pieces.size(), epoch, parent.rows(Split.TRAIN, from, to)));
      }
    }
    return pieces;
  }

  private static List<CopyTask.Source> others(ImageDataset parent) {
    List<CopyTask.Source> sources = new ArrayList<>();
    for (Split split : Split.values()) {
      long from = 0;
      int number = 0;
      for (DataFile file :
          split == Split.TRAIN ? List.<DataFile>of() : parent.info().files(split)) {
        if (file.rows() > 0) {
          sources.add(
              new CopyTask.Source(split, number, parent.rows(split, from, from + file.rows())));
          number++;
        }
        from += file.rows();
      }
    }
    return sources;
  }

  /** What was read must be all of the parent, and every training image must be there every time. */
  private void checkWhole(ImageDataset parent, List<Part> parts) {
    Fingerprint read = new Fingerprint();
    parts.forEach(part -> read.add(part.read()));
    if (!read.text().equals(parent.info().fingerprint())) {
      throw PolyakException.data(
          "%s has rows of the fingerprint %s, expected %s: it was changed after it was made; run"
              + " polyak ingest again",
          parent.folder(), read.text(), parent.info().fingerprint());
    }
    long made =
        parts.stream().filter(part -> part.split() == Split.TRAIN).mapToLong(Part::rows).sum();
    if (made != parent.info().rows(Split.TRAIN) * epochs) {
      throw PolyakException.internal(
          null,
          "%,d images were written, expected %,d",
          made,
          parent.info().rows(Split.TRAIN) * epochs);
    }
  }

  private static Map<String, List<DataFile>> take(FileSystem fs, Path folder, List<Part> parts)
      throws IOException {
    Map<String, List<DataFile>> files = new LinkedHashMap<>();
    for (Split split : Split.values()) {
      List<Part> ofSplit =
          parts.stream()
              .filter(part -> part.split() == split)
              .sorted(Comparator.comparingInt(Part::piece).thenComparingInt(Part::number))
              .toList();
      if (ofSplit.isEmpty()) {
        continue;
      }
      mkdirs(fs, new Path(folder, DatasetSchema.folder(split)));
      List<DataFile> named = new ArrayList<>();
      for (Part part : ofSplit) {
        String path = "%s/part-%05d.parquet".formatted(DatasetSchema.folder(split), named.size());
        WholeFile.move(fs, new Path(part.path()), new Path(folder, path));
        named.add(new DataFile(path, part.rows()));
      }
      files.put(split.key(), named);
    }
    return files;
  }

  private void describe(
      Configuration hadoop,
      Path folder,
      ImageDataset parent,
      List<Part> parts,
      Map<String, List<DataFile>> files)
      throws IOException {
    Fingerprint made = new Fingerprint();
    CommonSize size = new CommonSize();
    for (Part part : parts) {
      made.add(part.made());
      size.add(part.size());
    }
    Json.write(
        hadoop,
        new Path(folder, ImageDataset.INFO),
        new DatasetInfo(
            DatasetInfo.SCHEMA,
            made.text(),
            size.width(),
            size.height(),
            parent.info().labels(),
            files));
    Json.write(hadoop, new Path(folder, LABELS), parent.info().labels());
    Json.write(hadoop, new Path(folder, ImageDataset.STATISTICS), statistics(parent.statistics()));
    Path components = new Path(parent.folder(), PrincipalComponents.FOLDER);
    FileSystem from = components.getFileSystem(hadoop);
    if (from.exists(components)) {
      FileUtil.copy(
          from,
          components,
          folder.getFileSystem(hadoop),
          new Path(folder, PrincipalComponents.FOLDER),
          false,
          hadoop);
    }
  }

  private Statistics statistics(Statistics parent) {
    Map<String, Map<String, Long>> counts = new LinkedHashMap<>(parent.counts());
    counts.computeIfPresent(
        Split.TRAIN.key(),
        (split, byClass) -> {
          Map<String, Long> more = new LinkedHashMap<>(byClass);
          more.replaceAll((name, count) -> count * epochs);
          return more;
        });
    return parent.withCounts(counts);
  }

  private ObjectNode counts(ImageDataset parent, List<Part> parts) {
    ObjectNode counts = Json.object();
    counts.put("parent", parent.folder().toString());
    Arrays.stream(Split.values())
        .forEach(
            split ->
                counts.put(
                    split.key(),
                    parts.stream()
                        .filter(part -> part.split() == split)
                        .mapToLong(Part::rows)
                        .sum()));
    return counts;
  }

  private static void mkdirs(FileSystem fs, Path path) throws IOException {
    if (!fs.mkdirs(path)) {
      throw PolyakException.storage(null, "Cannot create the folder %s", path);
    }
  }
}
