package org.polyak.train.snapshot;

import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.polyak.pipeline.error.PolyakException;
import org.polyak.pipeline.stage.StageIdentity;
import org.polyak.pipeline.stage.WholeFile;
import org.polyak.train.average.TimeAverageKind;

/** The folder of a run's snapshots, one file each, named by {@link SnapshotName}. */
public final class SnapshotStore {

  private final Configuration hadoop;
  private final FileSystem fs;
  private final Path folder;

  /** Opens a folder, which need not exist yet. */
  public SnapshotStore(Configuration hadoop, Path folder) throws IOException {
    this.hadoop = hadoop;
    this.fs = folder.getFileSystem(hadoop);
    this.folder = fs.makeQualified(folder);
  }

  /** The file of the snapshot at the end of an epoch. */
  public Path file(int epoch) {
    return file(new SnapshotName(epoch, 0));
  }

  /** The file of a snapshot. */
  public Path file(Snapshot.Header header) {
    return file(SnapshotName.of(header));
  }

  /** Epochs that have a snapshot at their end, rising. */
  public List<Integer> epochs() throws IOException {
    return names().stream().filter(SnapshotName::isEpochEnd).map(SnapshotName::epoch).toList();
  }

  /** Writes a snapshot aside and moves it into place. */
  public void write(Snapshot snapshot) throws IOException {
    WholeFile.write(hadoop, file(snapshot.header()), SnapshotFile.bytes(snapshot));
  }

  /** The file of an average over time. */
  public Path file(TimeAverageKind kind) {
    return new Path(folder, kind.key() + ".snapshot");
  }

  /** Writes an average over time as a snapshot of its own. */
  public void write(TimeAverageKind kind, Snapshot average) throws IOException {
    WholeFile.write(hadoop, file(kind), SnapshotFile.bytes(average));
  }

  /**
   * Reads an average over time; empty if the run has none of this kind.
   *
   * @throws PolyakException if it is damaged
   */
  public Optional<Snapshot> read(TimeAverageKind kind) throws IOException {
    Path file = file(kind);
    if (!fs.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(parse(file));
    } catch (DamagedSnapshotException e) {
      throw PolyakException.data("%s: damaged snapshot: %s", file, e.getMessage());
    }
  }

  /**
   * Reads the snapshot at the end of an epoch and checks it against its checksum.
   *
   * @throws PolyakException if it is missing or damaged
   */
  public Snapshot read(int epoch) throws IOException {
    Path file = file(epoch);
    if (!fs.exists(file)) {
      throw PolyakException.data("%s: no such snapshot", file);
    }
    try {
      return parse(file);
    } catch (DamagedSnapshotException e) {
      throw PolyakException.data("%s: damaged snapshot: %s", file, e.getMessage());
    }
  }

  /**
   * Reads a range of the parameters of the snapshot at the end of an epoch, and nothing else of it:
   * the checksum, which is over the whole file, is not looked at.
   *
   * @param from index of the first parameter
   * @param to index after the last one
   * @throws PolyakException if the file has fewer parameters or is no snapshot
   */
  public float[] parameters(int epoch, int from, int to) throws IOException {
    Path file = file(epoch);
    try (FSDataInputStream in = fs.open(file)) {
      return SnapshotFile.parameters(in, from, to);
    } catch (DamagedSnapshotException | EOFException e) {
      throw PolyakException.data("%s: damaged snapshot: %s", file, e.getMessage());
    }
  }

  /**
   * The newest snapshot that is whole, within an epoch or at the end of one.
   *
   * @param identity of the run; snapshots of another are passed over
   * @param warnings receives a message for each one that was passed over
   */
  public Optional<Snapshot> latest(StageIdentity identity, Consumer<String> warnings)
      throws IOException {
    List<SnapshotName> names = new ArrayList<>(names());
    names.sort(Comparator.reverseOrder());
    for (SnapshotName name : names) {
      Path file = file(name);
      try {
        Snapshot snapshot = parse(file);
        if (identity.differenceFrom(snapshot.header().identity()).isEmpty()
            && SnapshotName.of(snapshot.header()).equals(name)) {
          return Optional.of(snapshot);
        }
        warnings.accept(
            "%s: passed over: it is of another run or position; trying the one before"
                .formatted(file));
      } catch (DamagedSnapshotException e) {
        warnings.accept(
            "%s: damaged snapshot: %s; trying the one before".formatted(file, e.getMessage()));
      }
    }
    return Optional.empty();
  }

  /**
   * Deletes what does not stay: of ends of epochs all but the given, within epochs all but the
   * newest.
   *
   * @param kept epochs
   */
  public void prune(Set<Integer> kept) throws IOException {
    List<SnapshotName> within = within();
    List<SnapshotName> newest =
        within.subList(Math.max(0, within.size() - SnapshotPolicy.WITHIN_EPOCH), within.size());
    delete(name -> name.isEpochEnd() ? !kept.contains(name.epoch()) : !newest.contains(name));
  }

  /** Deletes those within epochs, which a complete run does not need. */
  public void deleteWithinEpochs() throws IOException {
    delete(name -> !name.isEpochEnd());
  }

  /** Deletes those that are newer than the end of an epoch. */
  public void deleteAfter(int epoch) throws IOException {
    delete(name -> name.compareTo(new SnapshotName(epoch, 0)) > 0);
  }

  /** Deletes those that are newer than a position. */
  public void deleteAfter(Snapshot.Header header) throws IOException {
    delete(name -> name.compareTo(SnapshotName.of(header)) > 0);
  }

  /** Deletes what a process that was killed while it wrote has left. */
  public void deleteUnfinished() throws IOException {
    if (fs.exists(folder)) {
      WholeFile.deleteUnfinished(fs, folder);
    }
  }

  private List<SnapshotName> within() throws IOException {
    return names().stream().filter(name -> !name.isEpochEnd()).toList();
  }

  private void delete(Predicate<SnapshotName> unwanted) throws IOException {
    for (SnapshotName name : names()) {
      if (unwanted.test(name)) {
        fs.delete(file(name), false);
      }
    }
  }

  /** Positions that have a file, rising. */
  private List<SnapshotName> names() throws IOException {
    if (!fs.exists(folder)) {
      return List.of();
    }
    List<SnapshotName> names = new ArrayList<>();
    for (FileStatus status : fs.listStatus(folder)) {
      if (status.isFile()) {
        SnapshotName.parse(status.getPath().getName()).ifPresent(names::add);
      }
    }
    names.sort(Comparator.naturalOrder());
    return names;
  }

  private Path file(SnapshotName name) {
    return new Path(folder, name.fileName());
  }

  private Snapshot parse(Path file) throws IOException {
    try (FSDataInputStream in = fs.open(file)) {
      return SnapshotFile.parse(in.readAllBytes());
    } catch (ChecksumException | EOFException e) {
      // Local and HDFS files have checksums of their own, which notice the damage first.
      throw new DamagedSnapshotException("the file system reports " + e.getMessage());
    }
  }
}
