package org.polyak.train.snapshot;

import java.io.IOException;

/** The bytes of a snapshot are not whole. */
public final class DamagedSnapshotException extends IOException {

  private static final long serialVersionUID = 1L;

  DamagedSnapshotException(String message) {
    super(message);
  }
}
