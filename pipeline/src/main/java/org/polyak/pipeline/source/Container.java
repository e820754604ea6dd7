package org.polyak.pipeline.source;

import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/** A part of a collection that is indexed by one task: an archive, a file, a bundle of files. */
public interface Container extends Serializable {

  /** Where it lies, for messages. */
  String name();

  /** Bytes that indexing or reading it moves at most. */
  long bytes();

  /**
   * Lists what is in it, without decoding images and where possible without reading them.
   *
   * @param listing takes every input in it, also those that reading will refuse
   * @return pieces that together give every listed input once, in the same order; of about {@link
   *     Piece#TARGET_BYTES} each where the container can be entered in the middle
   */
  List<Piece> index(Configuration hadoop, Listing listing) throws IOException;

  /** Takes what a container lists. */
  interface Listing {

    /**
     * Adds an input.
     *
     * @param position as {@link RawImage#position()} will have it
     * @param image what is known of it before it is read
     * @param bytes of its content
     */
    void add(long position, ListedImage image, long bytes);
  }
}
