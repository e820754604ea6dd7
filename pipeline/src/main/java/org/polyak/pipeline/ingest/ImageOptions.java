package org.polyak.pipeline.ingest;

import org.polyak.pipeline.error.PolyakException;
import org.polyak.pipeline.image.DecodeOptions;
import picocli.CommandLine.Option;

/** Options for images that come encoded. */
final class ImageOptions {

  private static final int MEGA = 1_000_000;
  private static final int MAX_SIDE = 65_500;

  @Option(
      names = "--short-side",
      paramLabel = "N",
      defaultValue = "0",
      description = {
        "shrink images whose short side is longer than N pixels to it, and encode all as JPEG;",
        "default: 0, keep the bytes as they came"
      })
  private int shortSide;

  @Option(
      names = "--quality",
      paramLabel = "Q",
      defaultValue = "90",
      description = "quality of that JPEG, 1 to 100; default: ${DEFAULT-VALUE}")
  private int quality;

  @Option(
      names = "--background",
      paramLabel = "RRGGBB",
      defaultValue = "ffffff",
      description = "colour behind transparent pixels; default: ${DEFAULT-VALUE}")
  private String background;

  @Option(
      names = "--icc",
      paramLabel = "ignore|apply",
      defaultValue = "ignore",
      description = "whether colour profiles are converted to sRGB; default: ${DEFAULT-VALUE}")
  private String icc;

  @Option(
      names = "--max-image-megabytes",
      paramLabel = "N",
      defaultValue = "256",
      description = "larger files go to the quarantine unread; default: ${DEFAULT-VALUE}")
  private int maxMegabytes;

  @Option(
      names = "--max-megapixels",
      paramLabel = "N",
      defaultValue = "100",
      description = "images of more go to the quarantine undecoded; default: ${DEFAULT-VALUE}")
  private int maxMegapixels;

  /**
   * What the options say.
   *
   * @throws PolyakException if a value is out of range
   */
  ImageSettings settings() {
    DecodeOptions decoding =
        new DecodeOptions(
            inRange("--max-image-megabytes", maxMegabytes, 1, 1024) * MEGA,
            (long) inRange("--max-megapixels", maxMegapixels, 1, 500) * MEGA,
            MAX_SIDE,
            colour(),
            applyIcc());
    return new ImageSettings(
        decoding,
        inRange("--short-side", shortSide, 0, MAX_SIDE),
        inRange("--quality", quality, 1, 100));
  }

  /**
   * The value.
   *
   * @throws PolyakException naming the option if it is out of range
   */
  static int inRange(String option, int value, int min, int max) {
    if (value < min || value > max) {
      throw PolyakException.usage(
          "%s %d: out of range (expected %d to %d)", option, value, min, max);
    }
    return value;
  }

  private int colour() {
    if (!background.matches("[0-9a-fA-F]{6}")) {
      throw PolyakException.usage(
          "--background %s: expected six hexadecimal digits such as ffffff", background);
    }
    return Integer.parseInt(background, 16);
  }

  private boolean applyIcc() {
    if (!icc.equals("ignore") && !icc.equals("apply")) {
      throw PolyakException.usage("--icc %s: expected ignore or apply", icc);
    }
    return icc.equals("apply");
  }
}
