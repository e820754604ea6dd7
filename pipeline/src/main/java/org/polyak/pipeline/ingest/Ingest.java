package org.polyak.pipeline.ingest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.LongAccumulator;
import org.apache.spark.util.SerializableConfiguration;
import org.polyak.pipeline.dataset.CommonSize;
import org.polyak.pipeline.dataset.DatasetInfo;
import org.polyak.pipeline.dataset.DatasetInfo.DataFile;
import org.polyak.pipeline.dataset.DatasetSchema;
import org.polyak.pipeline.dataset.ImageDataset;
import org.polyak.pipeline.dataset.PrincipalComponents;
import org.polyak.pipeline.dataset.Split;
import org.polyak.pipeline.dataset.Statistics;
import org.polyak.pipeline.error.PolyakException;
import org.polyak.pipeline.ingest.WrittenImages.WrittenRow;
import org.polyak.pipeline.source.Classes;
import org.polyak.pipeline.source.Source;
import org.polyak.pipeline.source.SourceFormat;
import org.polyak.pipeline.stage.JobProgress;
import org.polyak.pipeline.stage.Json;
import org.polyak.pipeline.stage.Progress;
import org.polyak.pipeline.stage.StageIdentity;
import org.polyak.pipeline.stage.StageOutput;
import org.polyak.pipeline.stage.WholeFile;

/** Makes a data set of a collection of images. */
final class Ingest {

  /** How many rejected inputs a message names. */
  private static final int EXAMPLES = 3;

  private final SparkSession spark;
  private final JavaSparkContext context;
  private final Configuration hadoop;
  private final Broadcast<SerializableConfiguration> settings;
  private final IngestOptions options;

  Ingest(SparkSession spark, IngestOptions options) {
    this.spark = spark;
    this.context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    this.hadoop = context.hadoopConfiguration();
    this.settings = context.broadcast(new SerializableConfiguration(hadoop));
    this.options = options;
  }

  /**
   * Makes the data set unless it is there.
   *
   * @return a summary for the user
   * @throws PolyakException if the input is not what it should be, too much of it is rejected, or
   *     the output is something else
   */
  String run() throws IOException {
    long start = System.nanoTime();
    SourceFormat format = Formats.find(hadoop, options.format(), options.source());
    options.checkApart(hadoop);
    Source source = format.open(hadoop, options.source());
    StageIdentity identity = options.identity(format.name(), fingerprint(source));
    if (StageOutput.existing(hadoop, options.output(), identity, options.overwrite()).isPresent()) {
      return options.output() + " is already complete";
    }
    Index index = Index.of(context, source.containers(), settings, options.skip());
    Classes classes = source.classes(index.classKeys());
    IngestPlan plan =
        IngestPlan.of(
            index,
            classes,
            options.validation(),
            options.folds(),
            source.validationIsTheEnd(),
            options.images().maxImageBytes());
    source.warnings().forEach(Ingest::warn);
    source.warnings(index.bySplit()).forEach(Ingest::warn);
    try (StageOutput output = StageOutput.begin(hadoop, options.output(), identity)) {
      ImageTable table = new ImageTable(hadoop, output.folder());
      TaskSums sums = new TaskSums(classes.keys().size());
      spark.sparkContext().register(sums);
      Map<String, List<DataFile>> files = write(table, index, plan, sums);
      IngestSums total = sums.value();
      checkNothingLost(index, total);
      checkRejected(output.folder(), index, total);
      if (options.whitening()) {
        Components.check(total.size(), null);
      }
      JavaRDD<WrittenRow> written = WrittenImages.read(context, settings, output.folder(), files);
      WrittenImages.check(written, files, total);
      Repetitions repetitions = Repetitions.of(written);
      table.writeOneFile("duplicates", DatasetSchema.DUPLICATES, repetitions.rows());
      repetitions.acrossSplits().forEach(leak -> warn(IngestReport.text(leak)));
      if (options.whitening() && total.images(Split.TRAIN) > 0) {
        writeComponents(table, total.size(), images(output.folder()));
      }
      describe(output.folder(), files, total, classes);
      IngestReport report =
          new IngestReport(
              options, format.name(), index, classes.names(), total, files, repetitions);
      report.emptyClasses().ifPresent(Ingest::warn);
      double seconds = (System.nanoTime() - start) / 1e9;
      long bytes = bytes(output.folder());
      output.publish(report.counts(), report.metrics(bytes, seconds));
      return report.text(bytes, seconds);
    }
  }

  private ObjectNode fingerprint(Source source) throws IOException {
    Path root = options.source().input();
    Path qualified = root.getFileSystem(hadoop).makeQualified(root);
    return InputFingerprint.of(context, settings, qualified, source.files());
  }

  private Map<String, List<DataFile>> write(
      ImageTable table, Index index, IngestPlan plan, TaskSums sums) throws IOException {
    LongAccumulator read = spark.sparkContext().longAccumulator("inputs read");
    LongAccumulator written = spark.sparkContext().longAccumulator("rows written");
    ReadRows reading =
        new ReadRows(
            settings,
            context.broadcast(plan),
            options.images(),
            options.skip(),
            options.whitening(),
            sums,
            read);
    WriteRows writing = new WriteRows(settings, table.aside().toString(), written);
    Optional<List<ReadTask>> inOrder = ReadTask.ofFiles(index, plan);
    List<ReadTask> tasks = inOrder.orElseGet(() -> ReadTask.of(index));
    JavaRDD<Row> rows = context.parallelize(tasks, Math.max(1, tasks.size())).flatMap(reading);
    JavaRDD<Row> ordered = inOrder.isPresent() ? rows : new FileOrder(plan.files()).sorted(rows);
    return JobProgress.during(
        Progress.of("ingest", index.inputs(), "images"),
        // An image that is read and not yet written is half done.
        () -> (read.sum() + written.sum()) / 2,
        () -> table.take(ordered.mapPartitions(writing).collect()));
  }

  /** Every input that was listed must have been read, and no other. */
  private void checkNothingLost(Index index, IngestSums total) {
    long read = total.images() + total.allRejected();
    if (read != index.inputs()) {
      throw PolyakException.data(
          "--input %s: %,d inputs were read, expected %,d: it has changed meanwhile",
          options.source().input(), read, index.inputs());
    }
  }

  /** Keeps the quarantine beside the output if too much is in it. */
  private void checkRejected(Path folder, Index index, IngestSums total) throws IOException {
    FileSystem fs = folder.getFileSystem(hadoop);
    Path output = fs.makeQualified(options.output());
    Path kept = new Path(output.getParent(), output.getName() + ".rejected");
    fs.delete(kept, true);
    long rejected = total.allRejected();
    if (!options.maxRejected().allows(rejected, index.inputs())) {
      String examples = examples(new Path(folder, ImageTable.QUARANTINE), rejected);
      WholeFile.move(fs, new Path(folder, ImageTable.QUARANTINE), kept);
      throw PolyakException.data(
          "--input %s: %,d of %,d inputs rejected (%s), more than --max-rejected %s allows: %s; no"
              + " data set was written, all are listed in %s",
          options.source().input(),
          rejected,
          index.inputs(),
          IngestReport.reasons(total.rejected()),
          options.maxRejected().text(),
          examples,
          kept);
    }
    if (total.images() == 0) {
      throw PolyakException.data("--input %s: no image in it", options.source().input());
    }
  }

  private String examples(Path quarantine, long rejected) {
    List<String> named =
        spark
            .read()
            .schema(DatasetSchema.QUARANTINE)
            .parquet(quarantine.toString())
            .select("path", "message")
            .orderBy("path")
            .limit(EXAMPLES)
            .collectAsList()
            .stream()
            .map(row -> row.getString(0) + ": " + row.getString(1))
            .toList();
    return String.join("; ", named) + (rejected > named.size() ? "; …" : "");
  }

  private void writeComponents(ImageTable table, CommonSize size, Dataset<Row> written)
      throws IOException {
    int values = 3 * size.width() * size.height();
    System.err.printf("principal components of %,d values%n", values);
    PrincipalComponents components = Components.of(written, values, options.images().decoding());
    table.writeOneFile(PrincipalComponents.FOLDER, Components.rows(spark, components));
  }

  private void describe(
      Path folder, Map<String, List<DataFile>> files, IngestSums total, Classes classes)
      throws IOException {
    DatasetInfo info =
        new DatasetInfo(
            DatasetInfo.SCHEMA,
            total.fingerprint(),
            total.size().width(),
            total.size().height(),
            classes.names(),
            files);
    Json.write(hadoop, new Path(folder, "labels.json"), classes.names());
    Statistics statistics = total.training().statistics(total.byClass(classes.names()));
    if (options.meanImage() > 0 && total.images(Split.TRAIN) > 0) {
      statistics =
          statistics.withMeanImage(
              PhotoMean.of(images(folder), options.meanImage(), options.images().decoding()));
    }
    Json.write(hadoop, new Path(folder, ImageDataset.STATISTICS), statistics);
    Json.write(hadoop, new Path(folder, ImageDataset.INFO), info);
  }

  private Dataset<Row> images(Path folder) {
    return spark
        .read()
        .schema(DatasetSchema.IMAGES.add("split", "string", false))
        .parquet(new Path(folder, "images").toString());
  }

  private long bytes(Path folder) throws IOException {
    return folder.getFileSystem(hadoop).getContentSummary(new Path(folder, "images")).getLength();
  }

  private static void warn(String warning) {
    System.err.println("Warning: " + warning);
  }
}
