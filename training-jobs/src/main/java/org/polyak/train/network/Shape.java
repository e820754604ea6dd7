package org.polyak.train.network;

import java.io.Serializable;

/**
 * The shape of one image's activations, channels last.
 *
 * @param height rows, at least 1
 * @param width columns, at least 1
 * @param channels values per position, at least 1
 */
public record Shape(int height, int width, int channels) implements Serializable {

  /** Checks that every extent is positive. */
  public Shape {
    if (height < 1 || width < 1 || channels < 1) {
      throw new IllegalArgumentException(
          "Invalid shape: %dx%dx%d (every extent must be >= 1)".formatted(height, width, channels));
    }
  }

  /** Number of values of one image: height * width * channels. */
  public int size() {
    return height * width * channels;
  }

  @Override
  public String toString() {
    return height + "x" + width + "x" + channels;
  }
}
