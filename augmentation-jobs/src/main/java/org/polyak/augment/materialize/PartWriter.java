package org.polyak.augment.materialize;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.RowFactory;
import org.polyak.augment.image.Image;
import org.polyak.pipeline.dataset.CommonSize;
import org.polyak.pipeline.dataset.DatasetSchema;
import org.polyak.pipeline.dataset.Fingerprint;
import org.polyak.pipeline.dataset.ImageRecord;
import org.polyak.pipeline.dataset.RowFile;
import org.polyak.pipeline.dataset.Split;
import org.polyak.pipeline.digest.Sha256;

/** Writes the images of a piece, a new file whenever one is large enough. */
final class PartWriter implements Closeable {

  private static final long FILE_BYTES = 64L << 20;

  private final Configuration hadoop;
  private final Path folder;
  private final Piece piece;
  private final List<String> labels;
  private final long attempt;
  private final List<Part> parts = new ArrayList<>();
  private Path path;

  /** Null before the first row and between files. */
  private RowFile file;

  private Fingerprint made;
  private Fingerprint read;
  private CommonSize size;
  private long bytes;

  /**
   * @param folder where files are written
   * @param attempt in the files' names, so that two attempts of a task do not write one file
   */
  PartWriter(Configuration hadoop, Path folder, Piece piece, List<String> labels, long attempt) {
    this.hadoop = hadoop;
    this.folder = folder;
    this.piece = piece;
    this.labels = labels;
    this.attempt = attempt;
  }

  /** Adds what became of an image. */
  void add(ImageRecord parent, Image image) throws IOException {
    if (file == null) {
      begin();
    }
    String id = id(parent.id(), piece.epoch());
    byte[] rgb = image.bytes();
    String sha256 = Sha256.hex(rgb);
    file.add(
        RowFactory.create(
            id,
            parent.label(),
            labels.get(parent.label()),
            image.width(),
            image.height(),
            ImageRecord.RGB8,
            rgb,
            sha256),
        0);
    made.add(Split.TRAIN, id, parent.label(), sha256);
    if (piece.epoch() == 0) {
      read.add(Split.TRAIN, parent.id(), parent.label(), parent.sha256());
    }
    size.add(image.width(), image.height());
    bytes += rgb.length;
    if (bytes >= FILE_BYTES) {
      end();
    }
  }

  /** Ends the piece. */
  List<Part> parts() throws IOException {
    end();
    return parts;
  }

  /** The id of an image in an epoch: {@code data_batch_1/00042@epoch-3}. */
  static String id(String parent, int epoch) {
    return parent + "@epoch-" + epoch;
  }

  /** Leaves nothing open after a failure; what was written does not count then. */
  @Override
  public void close() throws IOException {
    if (file != null) {
      file.close();
    }
  }

  private void begin() throws IOException {
    path =
        new Path(folder, "%05d-%05d-%d.parquet".formatted(piece.number(), parts.size(), attempt));
    file = new RowFile(hadoop, path, DatasetSchema.IMAGES, true);
    made = new Fingerprint();
    read = new Fingerprint();
    size = new CommonSize();
    bytes = 0;
  }

  private void end() throws IOException {
    if (file == null) {
      return;
    }
    RowFile ended = file;
    file = null;
    ended.close();
    parts.add(
        new Part(
            Split.TRAIN,
            piece.number(),
            parts.size(),
            path.toString(),
            ended.rows(),
            made,
            read,
            size));
  }
}
