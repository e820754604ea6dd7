package org.polyak.pipeline.source.tar;

import java.io.Closeable;
import java.io.IOException;
import java.util.Map;
import org.polyak.pipeline.error.PolyakException;

/**
 * Goes over the members of an archive's segment. Contents are read only where they are asked for.
 * Archives that were joined end to end are read as one.
 */
public final class TarReader implements Closeable {

  /** Far more than a long name takes. */
  private static final int MAX_EXTENSION = 1 << 20;

  private static final int SPARSE_MAP_CONTINUED = 504;

  private final TarSegment segment;
  private final TarBytes bytes;
  private final byte[] block = new byte[TarHeader.BLOCK];
  private Map<String, String> globals;
  private PendingHeaders pending;
  private TarMember current;
  private boolean ended;

  TarReader(TarSegment segment, TarBytes bytes) {
    this.segment = segment;
    this.bytes = bytes;
    this.globals = segment.from().globals();
  }

  /**
   * The next member that is no directory, or null at the end.
   *
   * @throws PolyakException if the archive is damaged so that members could be lost
   * @throws IOException if the storage fails
   */
  public TarMember next() throws IOException {
    if (current != null) {
      passOver(current.contentStart(), current.name(), current.size());
      current = null;
    }
    TarMark mark = new TarMark(bytes.position(), globals);
    pending = PendingHeaders.none(globals);
    while (current == null && (bytes.position() != segment.to() || hasArchiveEnd())) {
      long at = bytes.position();
      int n = bytes.read(block);
      if (n == 0) {
        checkEnd(at);
        return null;
      }
      if (TarHeader.isZero(block, n)) {
        ended = true;
      } else if (n < block.length) {
        throw damaged(at, "the archive ends in the middle of a header");
      } else {
        ended = false;
        try {
          take(mark, at, TarHeader.parse(block));
        } catch (IllegalArgumentException e) {
          throw damaged(at, e.getMessage());
        }
      }
    }
    return current;
  }

  /**
   * The content of the member that was just given and is not refused; to be had once.
   *
   * @throws PolyakException if the archive is damaged
   * @throws IOException if the storage fails
   */
  public byte[] content() throws IOException {
    byte[] content = new byte[(int) current.size()];
    int n = bytes.read(content);
    if (n < content.length) {
      throw cutOff(current.contentStart(), current.name(), content.length, n);
    }
    return content;
  }

  @Override
  public void close() throws IOException {
    bytes.close();
  }

  /** Takes a header; sets the current member if it is one's. */
  private void take(TarMark mark, long at, TarHeader header) throws IOException {
    switch (header.type()) {
      case 'L' -> pending = pending.withLongName(extension(at, header));
      case 'K' -> {
        extension(at, header);
        pending = pending.withLongLink();
      }
      case 'x', 'X' -> pending = pending.withRecords(extension(at, header));
      case 'g' -> {
        globals = Map.copyOf(PaxRecords.parse(extension(at, header), globals));
        pending = PendingHeaders.none(globals);
      }
      case 'V', 'D' -> {
        // A volume's label and GNU's list of a folder's files.
        long size = pending.size(header);
        checkFits(at, header.name(), size);
        passOver(bytes.position(), header.name(), size);
        pending = PendingHeaders.none(globals);
      }
      case '5' -> pending = PendingHeaders.none(globals);
      default -> {
        file(mark, at, header);
        pending = PendingHeaders.none(globals);
      }
    }
  }

  private void file(TarMark mark, long at, TarHeader header) throws IOException {
    char type = header.type();
    String found = pending.name(header);
    long size = MemberRefusal.isWithoutContent(type) ? 0 : pending.size(header);
    if (MemberRefusal.isFile(type) && size == 0 && found.endsWith("/")) {
      // How old tars write a directory.
      return;
    }
    for (boolean more = header.continued(); more; more = block[SPARSE_MAP_CONTINUED] != 0) {
      if (bytes.read(block) < block.length) {
        throw damaged(at, "the archive ends in the map of a sparse file");
      }
    }
    MemberName name = MemberName.of(found);
    checkFits(at, name.text(), size);
    current =
        new TarMember(
            mark,
            at,
            bytes.position(),
            name.text(),
            size,
            MemberRefusal.of(type, name, pending.sparse(header), size));
  }

  /** Content of a header that describes another one. */
  private byte[] extension(long at, TarHeader header) throws IOException {
    if (header.size() < 0 || header.size() > MAX_EXTENSION) {
      throw new IllegalArgumentException(
          "extension header of %d bytes (expected at most %d)"
              .formatted(header.size(), MAX_EXTENSION));
    }
    byte[] content = new byte[(int) header.size()];
    long start = bytes.position();
    int n = bytes.read(content);
    if (n < content.length) {
      throw cutOff(at, "an extension header", content.length, n);
    }
    passOver(start, header.name(), content.length);
    return content;
  }

  /** Goes behind content and its padding from wherever in it the reading is. */
  private void passOver(long start, String name, long size) throws IOException {
    long padded = (size + TarHeader.BLOCK - 1) / TarHeader.BLOCK * TarHeader.BLOCK;
    bytes.skip(start + padded - bytes.position());
    if (bytes.position() < start + size) {
      throw cutOff(start, name, size, bytes.position() - start);
    }
  }

  private void checkFits(long at, String name, long size) {
    long limit = segment.gzip() ? Long.MAX_VALUE - TarHeader.BLOCK : segment.range().length();
    long left = limit - bytes.position();
    if (size > left) {
      throw cutOff(at, name, size, left);
    }
  }

  private boolean hasArchiveEnd() {
    return segment.to() == segment.range().length();
  }

  private void checkEnd(long at) {
    if (pending.open()) {
      throw damaged(at, "the archive ends behind an extension header");
    }
    if (!ended) {
      throw damaged(at, "the archive ends without the block of zeros that ends an archive");
    }
  }

  private PolyakException cutOff(long at, String name, long expected, long found) {
    return damaged(
        at, "%s has %d bytes, but the archive ends after %d".formatted(name, expected, found));
  }

  private PolyakException damaged(long at, String what) {
    return PolyakException.data(
        "%s: damaged or truncated archive: %s (offset %d); get it again",
        segment.range().name(), what, at);
  }
}
