package org.polyak.evaluate.predict;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.polyak.pipeline.dataset.ImageDataset;
import org.polyak.pipeline.error.PolyakException;
import org.polyak.train.average.TimeAverageKind;
import org.polyak.train.network.Network;
import org.polyak.train.run.RunDescription;
import org.polyak.train.run.RunFolder;
import org.polyak.train.snapshot.Snapshot;
import org.polyak.train.snapshot.SnapshotStore;

/**
 * A training run as evaluation reads it.
 *
 * @param folder where it lies
 * @param description what was trained
 * @param network its network
 * @param epochs epochs that have a snapshot, rising
 */
public record EvaluatedRun(
    RunFolder folder, RunDescription description, Network network, List<Integer> epochs) {

  /**
   * Opens a run.
   *
   * @throws PolyakException if it is no complete run or has no snapshots
   */
  public static EvaluatedRun open(RunFolder folder) throws IOException {
    RunDescription description = folder.description();
    if (!folder.complete()) {
      throw PolyakException.data(
          "%s is not complete; run the same polyak train again to finish it", folder.path());
    }
    List<Integer> epochs = folder.snapshots().epochs();
    if (epochs.isEmpty()) {
      throw PolyakException.data("%s has no snapshots", folder.path());
    }
    return new EvaluatedRun(folder, description, description.toNetwork(), epochs);
  }

  /**
   * Checks that the run's network can take a data set.
   *
   * @throws PolyakException if classes or image size differ
   */
  public void check(ImageDataset dataset) {
    if (!dataset.info().labels().equals(description.labels())) {
      throw PolyakException.data(
          "%s has the classes %s, the network of %s was trained on %s",
          dataset.folder(), dataset.info().labels(), folder.path(), description.labels());
    }
    // Larger ones, and photographs of several sizes (0x0), are scaled and cut.
    boolean oneSize = dataset.info().width() > 0;
    if (oneSize
        && (dataset.info().width() < description.width()
            || dataset.info().height() < description.height())) {
      throw PolyakException.data(
          "%s has images of %dx%d, too small for the network of %s, which takes %dx%d",
          dataset.folder(),
          dataset.info().height(),
          dataset.info().width(),
          folder.path(),
          description.height(),
          description.width());
    }
  }

  /** The epoch of the last snapshot. */
  public int lastEpoch() {
    return epochs.get(epochs.size() - 1);
  }

  /**
   * Epochs of a snapshot ensemble: the last {@code count} ends of cycles; with one cycle, the last
   * snapshots.
   */
  public List<Integer> members(int count) {
    List<Integer> ends = description.cycleEnds().stream().filter(epochs::contains).toList();
    return last(ends.size() > 1 ? ends : epochs, count);
  }

  /** Epochs whose weights are averaged: the last {@code count} snapshots within the last cycle. */
  public List<Integer> averaged(int count) {
    List<Integer> ends = description.cycleEnds();
    int start = ends.size() > 1 ? ends.get(ends.size() - 2) : 0;
    return last(epochs.stream().filter(epoch -> epoch > start).toList(), count);
  }

  /** Epochs of a Polyak average: the snapshots of the last {@code window} epochs. */
  public List<Integer> window(int window) {
    return epochs.stream().filter(epoch -> epoch > lastEpoch() - window).toList();
  }

  /** Reads a snapshot and checks that it is of the network. */
  public Snapshot snapshot(int epoch) throws IOException {
    SnapshotStore snapshots = folder.snapshots();
    return own(snapshots.read(epoch), snapshots.file(epoch));
  }

  /**
   * Reads the average over time that training kept, and checks that it is of the network; empty if
   * training kept none of this kind.
   */
  public Optional<Snapshot> snapshot(TimeAverageKind kind) throws IOException {
    SnapshotStore snapshots = folder.snapshots();
    Optional<Snapshot> average = snapshots.read(kind);
    return average.isEmpty() ? average : Optional.of(own(average.get(), snapshots.file(kind)));
  }

  private Snapshot own(Snapshot snapshot, Path file) {
    new OwnSnapshot(description).check(snapshot, file);
    return snapshot;
  }

  private static List<Integer> last(List<Integer> epochs, int count) {
    return new ArrayList<>(epochs.subList(Math.max(0, epochs.size() - count), epochs.size()));
  }
}
