package org.polyak.pipeline.source.files;

import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.polyak.pipeline.error.PolyakException;
import org.polyak.pipeline.source.Oversize;
import org.polyak.pipeline.source.RawImage;
import org.polyak.pipeline.source.RawImages;

/** Reads the files of a bundle, one after the other; no file stays open between two calls. */
final class FileImages implements RawImages {

  /** A file is read at once, past the buffer; the default is 64 kB of zeros for each. */
  private static final int BUFFER_BYTES = 4096;

  private final List<FileBundle.ImageFile> files;
  private final int first;
  private final Configuration hadoop;
  private int next;

  /**
   * @param first position of the first file in its bundle
   */
  FileImages(List<FileBundle.ImageFile> files, int first, Configuration hadoop) {
    this.files = files;
    this.first = first;
    this.hadoop = hadoop;
  }

  @Override
  public RawImage next() throws IOException {
    if (next == files.size()) {
      return null;
    }
    FileBundle.ImageFile file = files.get(next);
    RawImage.Refused tooLarge = Oversize.refusal(file.length());
    RawImage.Content content =
        tooLarge == null ? new RawImage.Encoded(read(file, hadoop)) : tooLarge;
    return new RawImage(first + next++, file.image(), content);
  }

  @Override
  public void close() {}

  private static byte[] read(FileBundle.ImageFile file, Configuration hadoop) throws IOException {
    byte[] bytes = new byte[(int) file.length()];
    if (bytes.length == 0) {
      // Not opened: what looks empty may be a pipe, which would wait for ever.
      return bytes;
    }
    Path path = file.path();
    try (FSDataInputStream in = plain(path.getFileSystem(hadoop)).open(path, BUFFER_BYTES)) {
      int n = in.readNBytes(bytes, 0, bytes.length);
      if (n < bytes.length || in.read() >= 0) {
        throw PolyakException.data(
            "%s: changed while it was being read (expected %d bytes, found %s)",
            path, bytes.length, n < bytes.length ? Integer.toString(n) : "more");
      }
    }
    return bytes;
  }

  /** Without the search for a checksum file beside every image on a local disk. */
  private static FileSystem plain(FileSystem fs) {
    return fs instanceof LocalFileSystem local ? local.getRaw() : fs;
  }
}
