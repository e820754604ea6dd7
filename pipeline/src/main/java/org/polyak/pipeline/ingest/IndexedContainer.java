package org.polyak.pipeline.ingest;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.polyak.pipeline.source.Container;
import org.polyak.pipeline.source.ListedImage;
import org.polyak.pipeline.source.Piece;

/**
 * What a container's index found.
 *
 * @param inputs without those that are skipped, in the container's order
 * @param skipped number of inputs left out by the user's wish
 */
record IndexedContainer(List<Piece> pieces, List<ListedInput> inputs, long skipped)
    implements Serializable {

  /** Indexes a container, in a task. */
  static IndexedContainer of(Container container, Configuration hadoop, Skip skip)
      throws IOException {
    Listing listing = new Listing(skip);
    List<Piece> pieces = container.index(hadoop, listing);
    return new IndexedContainer(new ArrayList<>(pieces), listing.inputs, listing.skipped);
  }

  private static final class Listing implements Container.Listing {

    private final Skip skip;
    private final ArrayList<ListedInput> inputs = new ArrayList<>();
    private long skipped;

    Listing(Skip skip) {
      this.skip = skip;
    }

    @Override
    public void add(long position, ListedImage image, long bytes) {
      if (skip.fits(image.id())) {
        skipped++;
      } else {
        inputs.add(
            new ListedInput(
                position, ImageKey.of(image.id()), image.split(), image.classKey(), bytes));
      }
    }
  }
}
