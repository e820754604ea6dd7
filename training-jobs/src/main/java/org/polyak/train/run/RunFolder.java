package org.polyak.train.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.polyak.augment.image.Normalization;
import org.polyak.augment.image.PixelMatrix;
import org.polyak.pipeline.error.PolyakException;
import org.polyak.pipeline.stage.Json;
import org.polyak.pipeline.stage.StageOutput;
import org.polyak.pipeline.stage.WholeFile;
import org.polyak.train.averaging.TimeBudget;
import org.polyak.train.averaging.TimelineFile;
import org.polyak.train.divergence.RateDrop;
import org.polyak.train.snapshot.HistoryPoint;
import org.polyak.train.snapshot.SnapshotStore;

/**
 * The folder of a training run. Unlike other outputs it is in place while training goes on, since
 * that is where a killed run is resumed from; {@code manifest.json}, written last, says that it is
 * complete.
 *
 * <ul>
 *   <li>{@code run.json}: what is trained, {@link RunDescription}
 *   <li>{@code whitening.bin}: the matrix that images are multiplied by, if they are, {@link
 *       MatrixFile}
 *   <li>{@code snapshots/}: see {@link SnapshotStore}
 *   <li>{@code history.json}: the learning curve so far
 *   <li>{@code rate-drops/}: returns to a snapshot after divergence, a file each, {@link RateDrop}
 *   <li>{@code averaging.json}: the averaging period, where it was chosen by time, {@link
 *       TimeBudget}
 *   <li>{@code timeline.json}: where the time of the rounds went, {@link TimelineFile}
 *   <li>{@code metrics.json}, {@code manifest.json}: when it is complete
 * </ul>
 */
public final class RunFolder {

  private static final String DESCRIPTION = "run.json";
  private static final String HISTORY = "history.json";
  private static final String TIMELINE = "timeline.json";
  private static final String BUDGET = "averaging.json";
  private static final String MATRIX = "whitening.bin";
  private static final String DROPS = "rate-drops";

  private final Configuration hadoop;
  private final Path folder;

  /** Names a folder, which need not exist. */
  public RunFolder(Configuration hadoop, Path folder) throws IOException {
    this.hadoop = hadoop;
    this.folder = folder.getFileSystem(hadoop).makeQualified(folder);
  }

  /** Where it lies, with scheme. */
  public Path path() {
    return folder;
  }

  /** Its snapshots. */
  public SnapshotStore snapshots() throws IOException {
    return new SnapshotStore(hadoop, new Path(folder, "snapshots"));
  }

  /** Whether training has started here. */
  public boolean started() throws IOException {
    return fileSystem().exists(new Path(folder, DESCRIPTION));
  }

  /** Whether something is here that training did not make. */
  public boolean hasForeignContent() throws IOException {
    FileSystem fs = fileSystem();
    return fs.exists(folder)
        && (!fs.getFileStatus(folder).isDirectory() || fs.listStatus(folder).length > 0)
        && !started();
  }

  /** Whether training has ended here. */
  public boolean complete() throws IOException {
    return fileSystem().exists(new Path(folder, StageOutput.MANIFEST));
  }

  /** Starts the folder. */
  public void begin(RunDescription description) throws IOException {
    fileSystem().mkdirs(folder);
    write(DESCRIPTION, description);
  }

  /**
   * What is trained here.
   *
   * @throws PolyakException if this is no run folder
   */
  public RunDescription description() throws IOException {
    Path file = new Path(folder, DESCRIPTION);
    if (!fileSystem().exists(file)) {
      throw PolyakException.data("%s is not a training run: %s is missing", folder, DESCRIPTION);
    }
    return Json.value(Json.read(hadoop, file), RunDescription.class);
  }

  /** Keeps the matrix that images are multiplied by, unless it is here. */
  public void keepMatrix(byte[] file) throws IOException {
    Path path = new Path(folder, MATRIX);
    if (!fileSystem().exists(path)) {
      WholeFile.write(hadoop, path, file);
    }
  }

  /**
   * What becomes of pixels on their way into the network, as it was in training. A matrix is read
   * and sent to the executors.
   *
   * @throws PolyakException if the matrix is missing or damaged
   */
  public Normalization normalization(JavaSparkContext spark) throws IOException {
    RunDescription description = description();
    Normalization normalization = new Normalization(description.mean(), description.deviation());
    if (description.matrix() == null) {
      return normalization;
    }
    Path path = new Path(folder, MATRIX);
    if (!fileSystem().exists(path)) {
      throw PolyakException.data("%s is not a whole run: %s is missing", folder, MATRIX);
    }
    try (FSDataInputStream in = fileSystem().open(path)) {
      PixelMatrix matrix = MatrixFile.parse(path, in.readAllBytes(), description.matrix());
      return normalization.with(new BroadcastMatrix(spark.broadcast(matrix)));
    }
  }

  /** Replaces the learning curve. */
  public void writeHistory(Object history) throws IOException {
    write(HISTORY, history);
  }

  /** The learning curve so far; empty before the first epoch. */
  public List<HistoryPoint> history() throws IOException {
    Path file = new Path(folder, HISTORY);
    if (!fileSystem().exists(file)) {
      return List.of();
    }
    return List.of(Json.value(Json.read(hadoop, file), HistoryPoint[].class));
  }

  /** The decisions to lower the rate so far, in order. */
  public List<RateDrop> rateDrops() throws IOException {
    List<RateDrop> drops = new ArrayList<>();
    for (Path file = drop(1); fileSystem().exists(file); file = drop(drops.size() + 1)) {
      drops.add(Json.value(Json.read(hadoop, file), RateDrop.class));
    }
    return drops;
  }

  /** Adds a decision. A file of its own, since replacing one takes two steps. */
  public void addRateDrop(RateDrop drop) throws IOException {
    fileSystem().mkdirs(new Path(folder, DROPS));
    write(DROPS + "/" + drop(rateDrops().size() + 1).getName(), drop);
  }

  private Path drop(int number) {
    return new Path(folder, "%s/%05d.json".formatted(DROPS, number));
  }

  /** Deletes what a process that was killed while it wrote has left. */
  public void deleteUnfinished() throws IOException {
    if (fileSystem().exists(folder)) {
      WholeFile.deleteUnfinished(fileSystem(), folder);
    }
    snapshots().deleteUnfinished();
  }

  /** Keeps the averaging period that was chosen by time. */
  public void keepTimeBudget(TimeBudget budget) throws IOException {
    write(BUDGET, budget);
  }

  /** The averaging period that was chosen by time; empty if none was. */
  public Optional<TimeBudget> timeBudget() throws IOException {
    Path file = new Path(folder, BUDGET);
    return fileSystem().exists(file)
        ? Optional.of(Json.value(Json.read(hadoop, file), TimeBudget.class))
        : Optional.empty();
  }

  /** Replaces the account of where the time went. */
  public void writeTimeline(TimelineFile timeline) throws IOException {
    write(TIMELINE, timeline);
  }

  /** Where the time went; empty if nothing is written of it. */
  public Optional<TimelineFile> timeline() throws IOException {
    Path file = new Path(folder, TIMELINE);
    return fileSystem().exists(file)
        ? Optional.of(Json.value(Json.read(hadoop, file), TimelineFile.class))
        : Optional.empty();
  }

  /** Figures of a complete run. */
  public JsonNode metrics() throws IOException {
    return Json.read(hadoop, new Path(folder, StageOutput.METRICS));
  }

  /** Completes the folder. */
  public void complete(Object metrics, Object manifest) throws IOException {
    write(StageOutput.METRICS, metrics);
    write(StageOutput.MANIFEST, manifest);
  }

  /** Removes it with all snapshots. */
  public void delete() throws IOException {
    fileSystem().delete(folder, true);
  }

  private void write(String name, Object value) throws IOException {
    WholeFile.write(hadoop, new Path(folder, name), Json.bytes(value));
  }

  private FileSystem fileSystem() throws IOException {
    return folder.getFileSystem(hadoop);
  }
}
