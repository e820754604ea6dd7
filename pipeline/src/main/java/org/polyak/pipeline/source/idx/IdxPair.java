package org.polyak.pipeline.source.idx;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.polyak.pipeline.dataset.Split;
import org.polyak.pipeline.source.Container;
import org.polyak.pipeline.source.ListedImage;
import org.polyak.pipeline.source.Piece;

/**
 * The images of a split and their labels.
 *
 * @param name the first part of ids
 * @param header of the file of images
 * @param pad blank pixels added on each side
 */
record IdxPair(String name, Split split, IdxFile images, IdxFile labels, IdxHeader header, int pad)
    implements Container {

  @Override
  public long bytes() {
    return images.length() + labels.length();
  }

  /** Reads the labels; the images are not touched. */
  @Override
  public List<Piece> index(Configuration hadoop, Listing listing) throws IOException {
    byte[] found = readLabels(hadoop);
    for (int i = 0; i < found.length; i++) {
      listing.add(i, listed(i, found[i]), header.imageBytes());
    }
    // A gzipped file can only be read from its start.
    int step =
        images.gzip()
            ? header.images()
            : (int) Math.max(1, Piece.TARGET_BYTES / header.imageBytes());
    List<Piece> pieces = new ArrayList<>();
    for (int from = 0; from < header.images(); from += step) {
      int to = Math.min(header.images() - from, step) + from;
      pieces.add(new IdxPiece(this, from, Arrays.copyOfRange(found, from, to)));
    }
    return pieces;
  }

  /** What is known of an image by its place and label. */
  ListedImage listed(int index, byte label) {
    return new ListedImage(
        String.format(Locale.ROOT, "%s/%05d", name, index), split, Integer.toString(label & 0xff));
  }

  private byte[] readLabels(Configuration hadoop) throws IOException {
    try (IdxStream in = labels.open(hadoop)) {
      in.read(new byte[IdxHeader.LABELS_START], "its header");
      byte[] found = new byte[header.images()];
      in.read(found, "its %d labels".formatted(found.length));
      in.requireEnd("%d labels".formatted(found.length));
      return found;
    }
  }
}
