package org.polyak.pipeline.source.tar;

import java.io.Closeable;
import java.io.IOException;

/** The bytes of an archive as a header parser goes over them. */
interface TarBytes extends Closeable {

  /** Offset of the next byte in the archive. */
  long position();

  /** Fills the buffer as far as there are bytes, and returns how many there were. */
  int read(byte[] buffer) throws IOException;

  /** Passes over {@code n} bytes, or over fewer where the archive ends; returns how many. */
  long skip(long n) throws IOException;
}
