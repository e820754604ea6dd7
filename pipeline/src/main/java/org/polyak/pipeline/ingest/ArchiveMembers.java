package org.polyak.pipeline.ingest;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.polyak.pipeline.error.PolyakException;

/**
 * The known files in a {@code .tar.gz}, read as a stream; nothing is unpacked to disk. Regular
 * files at the top or in {@code cifar-10-batches-bin/} count; everything else is passed over, links
 * and names that climb out of the archive included.
 */
final class ArchiveMembers implements Members {

  private static final int BUFFER = 1 << 16;

  private final String archive;
  private final Source source;
  private InputStream unzipped;
  private TarArchiveInputStream tar;
  private final Set<String> seen = new HashSet<>();

  ArchiveMembers(String archive, InputStream stream) {
    this.archive = archive;
    this.source = new Source(stream);
  }

  static boolean isArchive(String name) {
    return name.endsWith(".tar.gz") || name.endsWith(".tgz");
  }

  @Override
  public Member next() throws IOException {
    try {
      if (tar == null) {
        unzipped = new GZIPInputStream(new BufferedInputStream(source, BUFFER), BUFFER);
        tar = new TarArchiveInputStream(unzipped);
      }
      for (TarArchiveEntry e = tar.getNextTarEntry(); e != null; e = tar.getNextTarEntry()) {
        String name = knownName(e);
        if (name != null) {
          if (!seen.add(name)) {
            throw PolyakException.data("%s: %s is in the archive twice", archive, name);
          }
          return new Member(name, new Content());
        }
      }
      // The compressed stream's checksum stands behind the last member.
      unzipped.transferTo(OutputStream.nullOutputStream());
      return null;
    } catch (IOException | IllegalArgumentException e) {
      throw explained(e);
    }
  }

  @Override
  public void close() throws IOException {
    source.close();
  }

  private static String knownName(TarArchiveEntry entry) {
    String path = entry.getName();
    if (path.startsWith("./")) {
      path = path.substring(2);
    }
    if (path.startsWith(CifarFormat.FOLDER + "/")) {
      path = path.substring(CifarFormat.FOLDER.length() + 1);
    }
    boolean regular = entry.isFile() && !entry.isSymbolicLink() && !entry.isLink();
    return regular && CifarFormat.isKnownFile(path) ? path : null;
  }

  /** Storage trouble as it is, anything else as damage of the archive. */
  private IOException explained(Exception e) {
    if (source.failure != null) {
      return source.failure;
    }
    throw PolyakException.data(
        "%s: damaged or truncated archive: %s; get it again", archive, e.getMessage());
  }

  /** The current member's bytes. */
  private final class Content extends InputStream {

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      try {
        return tar.read(buffer, offset, length);
      } catch (IOException | IllegalArgumentException e) {
        throw explained(e);
      }
    }
  }

  /** The compressed bytes; remembers that the storage failed, and not the format. */
  private static final class Source extends FilterInputStream {

    private IOException failure;

    Source(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      try {
        return super.read();
      } catch (IOException e) {
        failure = e;
        throw e;
      }
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      try {
        return super.read(buffer, offset, length);
      } catch (IOException e) {
        failure = e;
        throw e;
      }
    }
  }
}
