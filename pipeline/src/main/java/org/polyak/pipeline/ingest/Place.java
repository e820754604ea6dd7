package org.polyak.pipeline.ingest;

import java.io.Serializable;
import java.util.Comparator;

/**
 * Where an input stands in the collection.
 *
 * @param container its number, from 0
 * @param position in the container
 */
record Place(int container, long position) implements Serializable, Comparable<Place> {

  private static final Comparator<Place> ORDER =
      Comparator.comparingInt(Place::container).thenComparingLong(Place::position);

  @Override
  public int compareTo(Place other) {
    return ORDER.compare(this, other);
  }
}
