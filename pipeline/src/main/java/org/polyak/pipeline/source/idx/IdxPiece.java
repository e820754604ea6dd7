package org.polyak.pipeline.source.idx;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.polyak.pipeline.source.Piece;
import org.polyak.pipeline.source.RawImage;
import org.polyak.pipeline.source.RawImages;

/**
 * Neighbouring images of a split.
 *
 * @param from first image; 0 if the file is gzipped
 * @param labels of the images, unsigned
 */
record IdxPiece(IdxPair pair, int from, byte[] labels) implements Piece {

  private static final int CHANNELS = 3;

  @Override
  public long bytes() {
    return pair.images().gzip()
        ? pair.images().length()
        : (long) labels.length * pair.header().imageBytes();
  }

  @Override
  public RawImages open(Configuration hadoop) throws IOException {
    if (pair.images().gzip()) {
      IdxStream in = pair.images().open(hadoop);
      in.read(new byte[IdxHeader.IMAGES_START], "its header");
      return new Images(in);
    }
    long offset = IdxHeader.IMAGES_START + (long) from * pair.header().imageBytes();
    return new Images(pair.images().openAt(hadoop, offset));
  }

  /** The grey image as {@code [row][column][channel]} with a black border. */
  private RawImage.Pixels pixels(byte[] grey) {
    int rows = pair.header().rows();
    int columns = pair.header().columns();
    int pad = pair.pad();
    int width = columns + 2 * pad;
    int height = rows + 2 * pad;
    byte[] rgb = new byte[CHANNELS * width * height];
    for (int row = 0; row < rows; row++) {
      int to = CHANNELS * ((row + pad) * width + pad);
      for (int column = 0; column < columns; column++) {
        byte value = grey[row * columns + column];
        for (int c = 0; c < CHANNELS; c++) {
          rgb[to++] = value;
        }
      }
    }
    return new RawImage.Pixels(width, height, rgb);
  }

  /** Reads the images one after the other. */
  private final class Images implements RawImages {

    private final IdxStream in;
    private final byte[] grey = new byte[pair.header().imageBytes()];
    private int next;

    Images(IdxStream in) {
      this.in = in;
    }

    @Override
    public RawImage next() throws IOException {
      int index = from + next;
      if (next == labels.length) {
        if (index == pair.header().images()) {
          in.requireEnd("%d images".formatted(index));
        }
        return null;
      }
      in.read(grey, "image %d".formatted(index));
      return new RawImage(index, pair.listed(index, labels[next++]), pixels(grey));
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
