package org.polyak.pipeline.inspect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.polyak.pipeline.dataset.DatasetSchema;
import org.polyak.pipeline.dataset.ImageDataset;
import org.polyak.pipeline.dataset.Split;
import org.polyak.pipeline.error.PolyakException;
import org.polyak.pipeline.stage.Json;
import org.polyak.pipeline.stage.StageIdentity;
import org.polyak.pipeline.stage.StageOutput;

/** Looks at a data set and writes what it found. */
final class Inspection {

  private static final String PAGE = "index.html";

  private final SparkSession spark;
  private final Configuration hadoop;
  private final Path data;
  private final int imagesOnSheets;

  Inspection(SparkSession spark, Path data, int imagesOnSheets) {
    this.spark = spark;
    this.hadoop = spark.sparkContext().hadoopConfiguration();
    this.data = data;
    this.imagesOnSheets = imagesOnSheets;
  }

  /**
   * Writes page and sheets unless they are there.
   *
   * @param output null for the folder beside the data set
   * @return the summary for the user
   * @throws PolyakException if the data set cannot be read or something else is in the place
   */
  String write(Path output, boolean overwrite) throws IOException {
    ImageDataset dataset = ImageDataset.open(hadoop, data);
    Path folder =
        output != null
            ? output
            : new Path(dataset.folder().getParent(), dataset.folder().getName() + "-inspect");
    Findings findings = findings(dataset);
    StageIdentity identity = identity(dataset);
    String summary = Summary.of(findings);
    if (StageOutput.existing(hadoop, folder, identity, overwrite).isPresent()) {
      return summary + "inspect: %s is already complete".formatted(folder);
    }
    try (StageOutput made = StageOutput.begin(hadoop, folder, identity)) {
      new ContactSheets(spark, dataset, imagesOnSheets).write(made.folder());
      try (FSDataOutputStream out =
          made.folder().getFileSystem(hadoop).create(new Path(made.folder(), PAGE), true)) {
        out.write(InspectionPage.of(findings).getBytes(StandardCharsets.UTF_8));
      }
      ObjectNode counts = counts(findings);
      made.publish(counts, counts);
    }
    return summary + "inspect: open %s".formatted(new Path(folder, PAGE));
  }

  private Findings findings(ImageDataset dataset) throws IOException {
    return new Findings(
        dataset.folder().getName(),
        dataset.info(),
        dataset.statistics(),
        countBy(spark.read().parquet(new Path(dataset.folder(), "images").toString()), "format"),
        side(dataset, "quarantine") ? countBy(read(dataset, "quarantine"), "reason") : Map.of(),
        side(dataset, "duplicates")
            ? duplicates(read(dataset, "duplicates"))
            : new Findings.Duplicates(0, 0, 0),
        imagesOnSheets);
  }

  private boolean side(ImageDataset dataset, String folder) throws IOException {
    FileSystem fs = dataset.folder().getFileSystem(hadoop);
    return fs.exists(new Path(dataset.folder(), folder));
  }

  private Dataset<Row> read(ImageDataset dataset, String folder) {
    return spark
        .read()
        .schema(folder.equals("duplicates") ? DatasetSchema.DUPLICATES : DatasetSchema.QUARANTINE)
        .parquet(new Path(dataset.folder(), folder).toString());
  }

  private static Map<String, Long> countBy(Dataset<Row> rows, String column) {
    Map<String, Long> counts = new LinkedHashMap<>();
    rows.groupBy(column)
        .count()
        .orderBy(functions.col("count").desc(), functions.col(column))
        .collectAsList()
        .forEach(row -> counts.put(row.getString(0), row.getLong(1)));
    return counts;
  }

  private static Findings.Duplicates duplicates(Dataset<Row> rows) {
    Row found =
        rows.groupBy("sha256")
            .agg(
                functions.count(functions.lit(1)).as("images"),
                functions.countDistinct("split").as("splits"))
            .agg(
                functions.coalesce(functions.sum("images"), functions.lit(0L)),
                functions.count(functions.lit(1)),
                functions.coalesce(
                    functions.sum(functions.when(functions.col("splits").gt(1), 1L).otherwise(0L)),
                    functions.lit(0L)))
            .head();
    return new Findings.Duplicates(found.getLong(0), found.getLong(1), found.getLong(2));
  }

  /** By the data set's manifest: its fingerprint does not know the quarantine. */
  private StageIdentity identity(ImageDataset dataset) throws IOException {
    JsonNode manifest = Json.read(hadoop, new Path(dataset.folder(), StageOutput.MANIFEST));
    ObjectNode inputs = Json.object();
    inputs.put("dataset", dataset.info().fingerprint());
    if (manifest.has("identity")) {
      inputs.set("made", manifest.get("identity"));
    }
    ObjectNode configuration = Json.object();
    configuration.put("name", dataset.folder().getName());
    configuration.put("images", imagesOnSheets);
    return new StageIdentity("inspect", inputs, configuration);
  }

  private static ObjectNode counts(Findings findings) {
    ObjectNode counts = Json.object();
    for (Split split : Split.values()) {
      counts.put(split.key(), findings.info().rows(split));
    }
    counts.put("classes", findings.info().labels().size());
    counts.put("quarantined", findings.quarantined());
    counts.put("duplicates", findings.duplicates().images());
    counts.put("duplicatesAcrossSplits", findings.duplicates().acrossSplits());
    return counts;
  }
}
