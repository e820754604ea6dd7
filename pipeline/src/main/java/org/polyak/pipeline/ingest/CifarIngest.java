package org.polyak.pipeline.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.LongAccumulator;
import org.apache.spark.util.SerializableConfiguration;
import org.polyak.pipeline.dataset.DatasetInfo;
import org.polyak.pipeline.dataset.DatasetInfo.DataFile;
import org.polyak.pipeline.dataset.DatasetSchema;
import org.polyak.pipeline.dataset.ImageDataset;
import org.polyak.pipeline.dataset.Split;
import org.polyak.pipeline.dataset.Statistics;
import org.polyak.pipeline.error.PolyakException;
import org.polyak.pipeline.stage.JobProgress;
import org.polyak.pipeline.stage.Json;
import org.polyak.pipeline.stage.Progress;
import org.polyak.pipeline.stage.StageIdentity;
import org.polyak.pipeline.stage.StageOutput;

/** Makes a data set of CIFAR-10's binary version. */
final class CifarIngest {

  private final SparkSession spark;
  private final JavaSparkContext context;
  private final Configuration hadoop;
  private final IngestOptions options;

  CifarIngest(SparkSession spark, IngestOptions options) {
    this.spark = spark;
    this.context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    this.hadoop = context.hadoopConfiguration();
    this.options = options;
  }

  /**
   * Surveys the input, then writes the data set unless it is there.
   *
   * @return a summary for the user
   * @throws PolyakException if the input is not what it should be or the output is something else
   */
  String run() throws IOException {
    long start = System.nanoTime();
    CifarInput input = CifarInput.find(hadoop, options.input());
    Broadcast<SerializableConfiguration> settings =
        context.broadcast(new SerializableConfiguration(hadoop));
    CifarSurvey survey = survey(input, settings);
    survey.check(options.maxRejected());
    survey.warnings().forEach(warning -> System.err.println("Warning: " + warning));
    long validation = options.validation().of(survey.trainingImages());
    StageIdentity identity = options.identity(survey, validation);
    Optional<JsonNode> existing =
        StageOutput.existing(hadoop, options.output(), identity, options.overwrite());
    if (existing.isPresent()) {
      return options.output() + " is already complete";
    }
    IngestPlan plan = IngestPlan.of(survey, validation);
    try (StageOutput output = StageOutput.begin(hadoop, options.output(), identity)) {
      ImageTable table = new ImageTable(hadoop, output.folder());
      Map<String, List<DataFile>> splits = write(table, input, settings, plan);
      table.writeQuarantine(quarantine(survey));
      DatasetInfo info = describe(output.folder(), splits, survey, plan);
      ObjectNode counts = counts(info, survey);
      ObjectNode metrics = counts.deepCopy();
      long bytes = bytes(output.folder());
      double seconds = (System.nanoTime() - start) / 1e9;
      metrics.put("bytes", bytes);
      metrics.put("seconds", seconds);
      output.publish(counts, metrics);
      return summary(info, survey, bytes, seconds);
    }
  }

  private CifarSurvey survey(CifarInput input, Broadcast<SerializableConfiguration> settings) {
    int maxListed = Math.max(options.maxRejected(), CifarSurvey.NAMED);
    List<FileSurvey> files =
        context
            .parallelize(input.places(), input.places().size())
            .flatMap(
                place -> FileSurvey.readAll(settings.value().value(), place, maxListed).iterator())
            .collect();
    return new CifarSurvey(options.input(), files);
  }

  private Map<String, List<DataFile>> write(
      ImageTable table,
      CifarInput input,
      Broadcast<SerializableConfiguration> settings,
      IngestPlan plan)
      throws IOException {
    long images = plan.rows().values().stream().mapToLong(Long::longValue).sum();
    LongAccumulator done = spark.sparkContext().longAccumulator("read images");
    return JobProgress.during(
        Progress.of("ingest", images, "images"),
        done::sum,
        () -> table.write(rows(input, settings, plan, done), plan.files()));
  }

  private Dataset<Row> rows(
      CifarInput input,
      Broadcast<SerializableConfiguration> settings,
      IngestPlan plan,
      LongAccumulator done) {
    FlatMapFunction<String, Row> read = new CifarRows(settings, plan, done);
    return spark
        .createDataset(
            context.parallelize(input.places(), input.places().size()).rdd(), Encoders.STRING())
        .flatMap(read, Encoders.row(ImageTable.SCHEMA));
  }

  private Dataset<Row> quarantine(CifarSurvey survey) {
    List<Row> rows =
        survey.rejected().stream()
            .map(
                r ->
                    RowFactory.create(
                        r.id(),
                        (long) CifarFormat.RECORD_BYTES,
                        "label-out-of-range",
                        "label %d (expected 0 to %d)"
                            .formatted(r.label(), CifarFormat.CLASSES - 1)))
            .toList();
    return spark.createDataFrame(rows, DatasetSchema.QUARANTINE);
  }

  /** Reads the written images back, checks that none is missing and writes what describes them. */
  private DatasetInfo describe(
      Path folder, Map<String, List<DataFile>> splits, CifarSurvey survey, IngestPlan plan)
      throws IOException {
    Dataset<Row> images =
        spark.read().schema(withSplit()).parquet(new Path(folder, "images").toString());
    int imageBytes = 3 * CifarFormat.SIZE * CifarFormat.SIZE;
    DatasetSums sums = DatasetSums.of(images, plan.labels().size(), imageBytes);
    for (Split split : Split.values()) {
      if (sums.images(split) != plan.rows().get(split)) {
        throw PolyakException.data(
            "%,d images of the %s split were written, expected %,d of %s: the input has changed"
                + " meanwhile",
            sums.images(split), split.key(), plan.rows().get(split), survey.input());
      }
    }
    DatasetInfo info =
        new DatasetInfo(
            DatasetInfo.SCHEMA,
            sums.fingerprint(),
            CifarFormat.SIZE,
            CifarFormat.SIZE,
            plan.labels(),
            splits);
    Statistics statistics = sums.statistics(plan.labels());
    Json.write(hadoop, new Path(folder, "labels.json"), plan.labels());
    Json.write(hadoop, new Path(folder, ImageDataset.STATISTICS), statistics);
    Json.write(hadoop, new Path(folder, ImageDataset.INFO), info);
    return info;
  }

  private static StructType withSplit() {
    return DatasetSchema.IMAGES.add("split", "string", false);
  }

  private static ObjectNode counts(DatasetInfo info, CifarSurvey survey) {
    ObjectNode counts = Json.object();
    counts.put("records", survey.records());
    for (Split split : Split.values()) {
      counts.put(split.key(), info.rows(split));
    }
    counts.put("quarantined", survey.rejectedCount());
    counts.put("classes", info.labels().size());
    counts.put("fingerprint", info.fingerprint());
    return counts;
  }

  private long bytes(Path folder) throws IOException {
    return folder.getFileSystem(hadoop).getContentSummary(new Path(folder, "images")).getLength();
  }

  private String summary(DatasetInfo info, CifarSurvey survey, long bytes, double seconds) {
    StringBuilder text = new StringBuilder();
    text.append("%,d records read from %s%n".formatted(survey.records(), survey.input()));
    for (Split split : Split.values()) {
      int files = info.files(split).size();
      text.append("  %-12s%,10d images".formatted(split.key(), info.rows(split)));
      text.append(files == 0 ? "" : " in %d file%s".formatted(files, files == 1 ? "" : "s"));
      text.append(System.lineSeparator());
    }
    text.append("  %-12s%,10d%n".formatted("quarantined", survey.rejectedCount()));
    text.append(
        "%.1f MB in %.1f s: the data set lies in %s"
            .formatted(bytes / 1e6, seconds, options.output()));
    return text.toString();
  }
}
