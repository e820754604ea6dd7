package org.polyak.evaluate.predict;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.polyak.pipeline.dataset.Split;
import org.polyak.pipeline.error.PolyakException;
import org.polyak.pipeline.stage.Json;
import org.polyak.pipeline.stage.StageIdentity;

/**
 * A folder of predictions: {@code predictions.json} says of what, {@code
 * split=…/part-00000.parquet} holds a slice each, see {@link PredictionFile}. Files are written
 * whole, so that prediction goes on where it was stopped; a split is complete when all its files
 * are there.
 */
public final class PredictionFolder {

  private static final String PLAN = "predictions.json";

  /** Of the files and of which images lie in which, see {@link PredictionSlices}. */
  private static final int SCHEMA = 2;

  private final Configuration hadoop;
  private final Path folder;

  /** Names a folder, which need not exist. */
  public PredictionFolder(Configuration hadoop, Path folder) throws IOException {
    this.hadoop = hadoop;
    this.folder = folder.getFileSystem(hadoop).makeQualified(folder);
  }

  /** Where it lies. */
  public Path path() {
    return folder;
  }

  /** Goes on with what lies here if it was made for the same identity; else starts empty. */
  void begin(JsonNode identity) throws IOException {
    FileSystem fs = folder.getFileSystem(hadoop);
    Path plan = new Path(folder, PLAN);
    if (fs.exists(plan) && Json.read(hadoop, plan).equals(Json.parse(PLAN, Json.bytes(identity)))) {
      return;
    }
    fs.delete(folder, true);
    fs.mkdirs(folder);
    Json.write(hadoop, plan, identity);
  }

  /** What predictions are of: what they depend on, and the columns. */
  static ObjectNode identity(
      String fingerprint, List<JsonNode> runs, List<Model> models, Columns columns) {
    ObjectNode json = Json.object();
    json.put("schema", SCHEMA);
    json.put("dataset", fingerprint);
    ArrayNode runNodes = json.putArray("runs");
    runs.forEach(runNodes::add);
    ArrayNode modelNodes = json.putArray("models");
    models.forEach(
        model ->
            modelNodes
                .addObject()
                .put("name", model.name())
                .put("run", model.run())
                .put("digest", WeightDigest.of(model.state())));
    ArrayNode cropNodes = json.putArray("crops");
    columns.tests().forEach(test -> cropNodes.add(test.json()));
    return json;
  }

  /** Which of a split's slices are still to be predicted. */
  List<Integer> missing(Split split, int slices) throws IOException {
    FileSystem fs = folder.getFileSystem(hadoop);
    List<Integer> missing = new ArrayList<>();
    for (int slice = 0; slice < slices; slice++) {
      if (!fs.exists(file(split, slice))) {
        missing.add(slice);
      }
    }
    return missing;
  }

  /** The files of a split of so many slices. */
  List<String> files(Split split, int slices) {
    return IntStream.range(0, slices).mapToObj(slice -> file(split, slice).toString()).toList();
  }

  private Path file(Split split, int slice) {
    return new Path(folder, "split=%s/part-%05d.parquet".formatted(split.key(), slice));
  }

  /**
   * The predictions of a split, a partition a slice.
   *
   * @param rows images that the split has
   * @param slices files that they lie in
   * @throws PolyakException if files are missing
   */
  JavaRDD<Prediction> read(
      JavaSparkContext spark, Split split, long rows, int slices, Columns columns)
      throws IOException {
    List<Integer> missing = missing(split, slices);
    if (!missing.isEmpty()) {
      throw PolyakException.data(
          "%s: no such file; it holds no predictions of all %d images of the %s split",
          file(split, missing.get(0)), rows, split.key());
    }
    List<String> files = files(split, slices);
    Broadcast<SerializableConfiguration> conf =
        spark.broadcast(new SerializableConfiguration(hadoop));
    return spark
        .parallelize(files, Math.max(1, files.size()))
        .mapPartitions(
            part ->
                part.hasNext()
                    ? PredictionFile.read(conf.value().value(), new Path(part.next()), columns)
                        .iterator()
                    : java.util.Collections.<Prediction>emptyIterator());
  }

  /**
   * Checks that the predictions here are of these models, crops and images.
   *
   * @throws PolyakException with the first difference
   */
  public void check(JsonNode identity) throws IOException {
    Path plan = new Path(folder, PLAN);
    if (!folder.getFileSystem(hadoop).exists(plan)) {
      throw PolyakException.data("%s holds no predictions: %s is missing", folder, PLAN);
    }
    String difference =
        new StageIdentity("predict", identity, Json.object())
            .differenceFrom(
                new StageIdentity("predict", Json.read(hadoop, plan), Json.object()).json());
    if (!difference.isEmpty()) {
      throw PolyakException.data(
          "%s holds other predictions: %s; predict again without --predictions",
          folder, difference);
    }
  }
}
