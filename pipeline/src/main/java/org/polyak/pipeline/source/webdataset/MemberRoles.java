package org.polyak.pipeline.source.webdataset;

import java.io.Serializable;
import java.util.Locale;
import java.util.Set;
import org.polyak.pipeline.source.SourceOptions;

/**
 * What the members of a sample are by their extensions, in lower case.
 *
 * @param image extension of the image, or null for those of common image files
 * @param label extension of the label
 * @param field of the member {@code json}, which has the label where there is no label member
 */
record MemberRoles(String image, String label, String field) implements Serializable {

  static final String JSON = "json";

  private static final Set<String> IMAGES =
      Set.of(
          "jpg", "jpeg", "jpe", "png", "webp", "gif", "bmp", "ppm", "pgm", "pbm", "pnm", "tif",
          "tiff", "jp2", "avif");

  static MemberRoles of(SourceOptions options) {
    String label = options.labelColumn();
    return new MemberRoles(
        options.imageColumn() == null ? null : extension(options.imageColumn()),
        label == null ? "cls" : extension(label),
        label == null ? "label" : label);
  }

  boolean isImage(String extension) {
    return image == null ? IMAGES.contains(extension) : image.equals(extension);
  }

  boolean isLabel(String extension) {
    return label.equals(extension);
  }

  /** What images are expected to be, for messages. */
  String expectedImage() {
    return image == null ? "a member such as jpg or png" : "a member " + image;
  }

  private static String extension(String option) {
    String plain = option.startsWith(".") ? option.substring(1) : option;
    return plain.toLowerCase(Locale.ROOT);
  }
}
