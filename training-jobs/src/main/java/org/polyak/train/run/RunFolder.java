package org.polyak.train.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.polyak.pipeline.error.PolyakException;
import org.polyak.pipeline.stage.Json;
import org.polyak.pipeline.stage.StageOutput;
import org.polyak.pipeline.stage.WholeFile;
import org.polyak.train.snapshot.SnapshotStore;

/**
 * The folder of a training run. Unlike other outputs it is in place while training goes on, since
 * that is where a killed run is resumed from; {@code manifest.json}, written last, says that it is
 * complete.
 *
 * <ul>
 *   <li>{@code run.json}: what is trained, {@link RunDescription}
 *   <li>{@code snapshots/}: see {@link SnapshotStore}
 *   <li>{@code history.json}: the learning curve so far
 *   <li>{@code metrics.json}, {@code manifest.json}: when it is complete
 * </ul>
 */
public final class RunFolder {

  private static final String DESCRIPTION = "run.json";
  private static final String HISTORY = "history.json";

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

  /** Replaces the learning curve. */
  public void writeHistory(Object history) throws IOException {
    write(HISTORY, history);
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
