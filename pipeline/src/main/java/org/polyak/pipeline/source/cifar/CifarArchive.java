package org.polyak.pipeline.source.cifar;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.polyak.pipeline.source.Container;
import org.polyak.pipeline.source.Piece;
import org.polyak.pipeline.source.RawImage;
import org.polyak.pipeline.source.RawImages;
import org.polyak.pipeline.source.tar.TarMember;
import org.polyak.pipeline.source.tar.TarRange;
import org.polyak.pipeline.source.tar.TarReader;

/**
 * The batches in an archive, which is read as a stream, a batch at a time.
 *
 * @param tar gzipped or not
 */
record CifarArchive(CifarLayout layout, TarRange tar) implements Container, Piece {

  @Override
  public String name() {
    return tar.name();
  }

  @Override
  public long bytes() {
    return tar.length();
  }

  @Override
  public List<Piece> index(Configuration hadoop, Listing listing) throws IOException {
    try (Batches batches = new Batches(tar.open(hadoop))) {
      while (batches.advance()) {
        for (int index = 0; index < batches.records(); index++) {
          int label = layout.label(batches.content, index * layout.recordBytes());
          listing.add(
              CifarLayout.position(batches.batch, index),
              CifarRecord.listed(layout, batches.batch, index, label),
              layout.recordBytes());
        }
      }
    }
    return List.of(this);
  }

  @Override
  public RawImages open(Configuration hadoop) throws IOException {
    Batches batches = new Batches(tar.open(hadoop));
    return new RawImages() {
      private int index;

      @Override
      public RawImage next() throws IOException {
        while (index == batches.records()) {
          if (!batches.advance()) {
            return null;
          }
          index = 0;
        }
        int at = index * layout.recordBytes();
        byte[] record = Arrays.copyOfRange(batches.content, at, at + layout.recordBytes());
        return CifarRecord.image(layout, batches.batch, index++, record);
      }

      @Override
      public void close() throws IOException {
        batches.close();
      }
    };
  }

  /** Goes from batch to batch. */
  private final class Batches implements AutoCloseable {

    private final TarReader reader;
    private int batch = -1;
    private byte[] content = new byte[0];

    Batches(TarReader reader) {
      this.reader = reader;
    }

    /** Reads the next batch; false at the end. */
    boolean advance() throws IOException {
      for (TarMember member = reader.next(); member != null; member = reader.next()) {
        batch = layout.batchOf(CifarMembers.knownName(layout, member));
        if (batch >= 0) {
          content = reader.content();
          return true;
        }
      }
      return false;
    }

    int records() {
      return content.length / layout.recordBytes();
    }

    @Override
    public void close() throws IOException {
      reader.close();
    }
  }
}
