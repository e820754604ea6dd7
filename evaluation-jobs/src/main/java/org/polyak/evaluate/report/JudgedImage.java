package org.polyak.evaluate.report;

import java.util.Arrays;
import java.util.List;

/**
 * An image and what the headline candidate says of it.
 *
 * @param png the image as a PNG file
 * @param id of the image
 * @param trueLabel its class
 * @param predictedLabel the class it was taken for
 * @param probability of the predicted class, in [0, 1]
 * @param top the most probable classes, most probable first; may be empty
 */
public record JudgedImage(
    byte[] png, String id, int trueLabel, int predictedLabel, double probability, List<Guess> top) {

  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

  /** Copies the picture and the list. */
  public JudgedImage {
    if (png.length < SIGNATURE.length
        || !Arrays.equals(png, 0, SIGNATURE.length, SIGNATURE, 0, SIGNATURE.length)) {
      throw new IllegalArgumentException("The picture of " + id + " is not a PNG file");
    }
    png = png.clone();
    top = List.copyOf(top);
  }

  /** A copy of the PNG file. */
  @Override
  public byte[] png() {
    return png.clone();
  }
}
