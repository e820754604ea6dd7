package org.polyak.pipeline.source.files;

import java.io.IOException;
import java.io.Serializable;
import java.net.URI;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.polyak.pipeline.source.Container;
import org.polyak.pipeline.source.ListedImage;
import org.polyak.pipeline.source.Piece;
import org.polyak.pipeline.source.RawImages;

/**
 * Image files that one task reads. What is in it is known from the start, so that indexing opens no
 * file; a file's position is its place in the list.
 *
 * @param files in the collection's order, at least one
 */
public record FileBundle(List<ImageFile> files) implements Container, Piece.Loose {

  /**
   * An image file.
   *
   * @param uri where it lies, encoded
   * @param length in bytes, as listed
   * @param image what its place says of it
   */
  public record ImageFile(String uri, long length, ListedImage image) implements Serializable {

    /** A file as the storage lists it. */
    public static ImageFile of(FileStatus file, ListedImage image) {
      return new ImageFile(file.getPath().toUri().toString(), file.getLen(), image);
    }

    /** Where it lies. */
    Path path() {
      // Of a string, a path would be taken to pieces by regular expressions.
      return new Path(URI.create(uri));
    }
  }

  /** Keeps a list that serialises. */
  public FileBundle {
    files = List.copyOf(files);
    if (files.isEmpty()) {
      throw new IllegalArgumentException("A bundle without files");
    }
  }

  @Override
  public String name() {
    return "%s and %d more".formatted(files.get(0).path(), files.size() - 1);
  }

  @Override
  public long bytes() {
    return files.stream().mapToLong(ImageFile::length).sum();
  }

  @Override
  public List<Piece> index(Configuration hadoop, Listing listing) {
    for (int i = 0; i < files.size(); i++) {
      listing.add(i, files.get(i).image(), files.get(i).length());
    }
    return List.of(this);
  }

  @Override
  public RawImages open(Configuration hadoop) throws IOException {
    return new FileImages(files, 0, hadoop);
  }

  @Override
  public Piece at(long position) {
    return new OneFile(files.get(Math.toIntExact(position)), Math.toIntExact(position));
  }

  private record OneFile(ImageFile file, int position) implements Piece {

    @Override
    public long bytes() {
      return file.length();
    }

    @Override
    public RawImages open(Configuration hadoop) {
      return new FileImages(List.of(file), position, hadoop);
    }
  }
}
