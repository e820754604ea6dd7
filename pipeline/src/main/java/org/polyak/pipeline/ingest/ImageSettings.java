package org.polyak.pipeline.ingest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Serializable;
import org.polyak.pipeline.image.DecodeOptions;
import org.polyak.pipeline.stage.Json;

/**
 * How encoded images are read and kept.
 *
 * @param decoding limits and colours
 * @param shortSide longer short sides are shrunk to this many pixels and the image is encoded anew;
 *     0 keeps the bytes as they came
 * @param quality of JPEG, 1 to 100
 */
record ImageSettings(DecodeOptions decoding, int shortSide, int quality) implements Serializable {

  /** Photographs of quality 90 to 95 take half a byte a pixel at most; 3:2 is a common shape. */
  private static final double BYTES_OF_SHORT_SIDE_SQUARED = 0.75;

  /** Limits as they are by default, bytes as they came. */
  static ImageSettings defaults() {
    return new ImageSettings(DecodeOptions.defaults(), 0, 90);
  }

  /** An estimate of what an image takes at most in the data set. */
  long maxImageBytes() {
    return shortSide == 0
        ? Long.MAX_VALUE >> 1
        : Math.round(BYTES_OF_SHORT_SIDE_SQUARED * shortSide * shortSide);
  }

  /** As it stands in the manifest. */
  ObjectNode json() {
    ObjectNode json = Json.object();
    json.put("max-image-bytes", decoding.maxBytes());
    json.put("max-pixels", decoding.maxPixels());
    json.put("max-side", decoding.maxSide());
    json.put("background", "#%06x".formatted(decoding.background()));
    json.put("icc", decoding.applyIcc() ? "apply" : "ignore");
    json.put("short-side", shortSide);
    json.put("quality", shortSide == 0 ? 0 : quality);
    return json;
  }
}
