package org.polyak.pipeline.image;

/**
 * What a file says of its stored pixels.
 *
 * @param orientation from 1 to 8
 * @param icc the colour profile; empty where there is none or it is not asked for
 */
record Metadata(int orientation, byte[] icc) {

  private static final byte[] NONE = {};

  /** Without a profile. */
  static Metadata oriented(int orientation) {
    return new Metadata(orientation, NONE);
  }
}
