package org.polyak.train.snapshot;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The position that a snapshot's file is named by: {@code epoch-00012.snapshot} after twelve
 * epochs, {@code epoch-00012-round-00340.snapshot} 340 rounds later.
 *
 * @param epoch epochs completed
 * @param round rounds completed in the next epoch; 0 at the end of an epoch
 */
record SnapshotName(int epoch, int round) implements Comparable<SnapshotName> {

  private static final Pattern PATTERN =
      Pattern.compile("epoch-(\\d{5,})(?:-round-(\\d{5,}))?\\.snapshot");

  static SnapshotName of(Snapshot.Header header) {
    return new SnapshotName(header.epoch(), header.within().rounds());
  }

  /** The position of a file; empty if it is no snapshot's name. */
  static Optional<SnapshotName> parse(String name) {
    Matcher matcher = PATTERN.matcher(name);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String round = matcher.group(2);
    return Optional.of(
        new SnapshotName(
            Integer.parseInt(matcher.group(1)), round == null ? 0 : Integer.parseInt(round)));
  }

  boolean isEpochEnd() {
    return round == 0;
  }

  String fileName() {
    return isEpochEnd()
        ? "epoch-%05d.snapshot".formatted(epoch)
        : "epoch-%05d-round-%05d.snapshot".formatted(epoch, round);
  }

  @Override
  public int compareTo(SnapshotName other) {
    return Comparator.comparingInt(SnapshotName::epoch)
        .thenComparingInt(SnapshotName::round)
        .compare(this, other);
  }
}
