package org.polyak.train.snapshot;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.polyak.pipeline.error.PolyakException;
import org.polyak.pipeline.stage.WholeFile;

/** The folder of a run's snapshots, one file each, named by epoch. */
public final class SnapshotStore {

  private static final Pattern NAME = Pattern.compile("epoch-(\\d{5,})\\.snapshot");

  private final Configuration hadoop;
  private final FileSystem fs;
  private final Path folder;

  /** Opens a folder, which need not exist yet. */
  public SnapshotStore(Configuration hadoop, Path folder) throws IOException {
    this.hadoop = hadoop;
    this.fs = folder.getFileSystem(hadoop);
    this.folder = fs.makeQualified(folder);
  }

  /** The file of an epoch's snapshot. */
  public Path file(int epoch) {
    return new Path(folder, "epoch-%05d.snapshot".formatted(epoch));
  }

  /** Epochs that have a snapshot file, rising. */
  public List<Integer> epochs() throws IOException {
    if (!fs.exists(folder)) {
      return List.of();
    }
    return Arrays.stream(fs.listStatus(folder))
        .map(FileStatus::getPath)
        .map(path -> NAME.matcher(path.getName()))
        .filter(Matcher::matches)
        .map(matcher -> Integer.valueOf(matcher.group(1)))
        .sorted()
        .toList();
  }

  /** Writes a snapshot aside and moves it into place. */
  public void write(Snapshot snapshot) throws IOException {
    WholeFile.write(hadoop, file(snapshot.header().epoch()), SnapshotFile.bytes(snapshot));
  }

  /**
   * Reads a snapshot and checks it against its checksum.
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
   * The newest snapshot that is whole.
   *
   * @param warnings receives a message for each damaged one that was passed over
   */
  public Optional<Snapshot> latest(Consumer<String> warnings) throws IOException {
    List<Integer> epochs = new ArrayList<>(epochs());
    epochs.sort(Comparator.reverseOrder());
    for (int epoch : epochs) {
      try {
        return Optional.of(parse(file(epoch)));
      } catch (DamagedSnapshotException e) {
        warnings.accept(
            "%s: damaged snapshot: %s; trying the one before"
                .formatted(file(epoch), e.getMessage()));
      }
    }
    return Optional.empty();
  }

  /** Deletes all but the newest {@code keepLast} and those of the given epochs. */
  public void prune(int keepLast, Set<Integer> keep) throws IOException {
    List<Integer> epochs = epochs();
    Set<Integer> kept = new HashSet<>(keep);
    kept.addAll(epochs.subList(Math.max(0, epochs.size() - keepLast), epochs.size()));
    for (int epoch : epochs) {
      if (!kept.contains(epoch)) {
        fs.delete(file(epoch), false);
      }
    }
  }

  private Snapshot parse(Path file) throws IOException {
    try (FSDataInputStream in = fs.open(file)) {
      return SnapshotFile.parse(in.readAllBytes());
    } catch (ChecksumException e) {
      // Local and HDFS files have checksums of their own, which notice the damage first.
      throw new DamagedSnapshotException("the file system reports " + e.getMessage());
    }
  }
}
