package org.polyak.pipeline.ingest;

import java.io.Serializable;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.polyak.pipeline.dataset.Split;
import org.polyak.pipeline.dataset.Statistics;

/**
 * What one pass over written images sums: counts, the fingerprint, and the pixels of the training
 * split. Every part is a sum of whole numbers, so the result does not depend on how the rows were
 * divided among tasks.
 */
final class DatasetSums implements Serializable {

  private static final long serialVersionUID = 1L;
  private static final int FINGERPRINT_BITS = 256;
  private static final int TREE_DEPTH = 2;

  private final long[][] counts;
  private final ChannelSums channels;
  private BigInteger fingerprint = BigInteger.ZERO;

  /**
   * @param classes number of classes
   * @param imageBytes length of every raster
   */
  DatasetSums(int classes, int imageBytes) {
    this.counts = new long[Split.values().length][classes];
    this.channels = new ChannelSums(imageBytes);
  }

  /**
   * Sums a data set.
   *
   * @param images with the columns of the data set and {@code split}
   */
  static DatasetSums of(Dataset<Row> images, int classes, int imageBytes) {
    return images
        .select("split", "id", "label", "sha256", "image")
        .javaRDD()
        .treeAggregate(
            new DatasetSums(classes, imageBytes),
            DatasetSums::add,
            DatasetSums::merged,
            TREE_DEPTH);
  }

  private static DatasetSums add(DatasetSums sums, Row row) {
    sums.add(
        Split.of(row.getString(0)),
        row.getString(1),
        row.getInt(2),
        row.getString(3),
        row.getAs(4));
    return sums;
  }

  private static DatasetSums merged(DatasetSums a, DatasetSums b) {
    for (int split = 0; split < a.counts.length; split++) {
      for (int label = 0; label < a.counts[split].length; label++) {
        a.counts[split][label] += b.counts[split][label];
      }
    }
    a.channels.add(b.channels);
    a.fingerprint = modulo(a.fingerprint.add(b.fingerprint));
    return a;
  }

  /** Counts a row; only training images enter the pixel sums. */
  void add(Split split, String id, int label, String sha256, byte[] raster) {
    counts[split.ordinal()][label]++;
    String row = String.join("\n", split.key(), id, Integer.toString(label), sha256);
    byte[] digest = Digests.sha256().digest(row.getBytes(StandardCharsets.UTF_8));
    fingerprint = modulo(fingerprint.add(new BigInteger(1, digest)));
    if (split == Split.TRAIN) {
      channels.add(raster);
    }
  }

  /** Number of images of a split. */
  long images(Split split) {
    return Arrays.stream(counts[split.ordinal()]).sum();
  }

  /**
   * The sum of the SHA-256 digests of the rows modulo 2^256 (AdHash, Bellare and Micciancio 1997),
   * in hexadecimal digits; a row is split, id, label and sha256, one a line.
   */
  String fingerprint() {
    String digits = fingerprint.toString(16);
    return "0".repeat(FINGERPRINT_BITS / 4 - digits.length()) + digits;
  }

  /**
   * The training split's statistics.
   *
   * @param labels class names in label order
   */
  Statistics statistics(List<String> labels) {
    double[][] covariance = new double[3][3];
    List<Double> mean = new ArrayList<>();
    List<Double> deviation = new ArrayList<>();
    for (int a = 0; a < 3; a++) {
      for (int b = 0; b < 3; b++) {
        covariance[a][b] = channels.covariance(a, b);
      }
      mean.add(channels.mean(a));
      deviation.add(Math.sqrt(covariance[a][a]));
    }
    SymmetricEigen eigen = SymmetricEigen.of(covariance);
    return new Statistics(
        countsByName(labels),
        channels.pixels(),
        mean,
        deviation,
        Arrays.stream(covariance).map(row -> Arrays.stream(row).boxed().toList()).toList(),
        eigen.values(),
        eigen.vectors(),
        Arrays.stream(channels.meanImage()).boxed().toList());
  }

  private Map<String, Map<String, Long>> countsByName(List<String> labels) {
    Map<String, Map<String, Long>> result = new LinkedHashMap<>();
    for (Split split : Split.values()) {
      if (images(split) > 0) {
        Map<String, Long> byName = new LinkedHashMap<>();
        for (int label = 0; label < labels.size(); label++) {
          byName.put(labels.get(label), counts[split.ordinal()][label]);
        }
        result.put(split.key(), byName);
      }
    }
    return result;
  }

  private static BigInteger modulo(BigInteger sum) {
    return sum.bitLength() <= FINGERPRINT_BITS ? sum : sum.clearBit(FINGERPRINT_BITS);
  }
}
