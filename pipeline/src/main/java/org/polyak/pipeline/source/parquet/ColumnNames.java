package org.polyak.pipeline.source.parquet;

import java.util.List;
import org.apache.parquet.schema.Type;
import org.polyak.pipeline.error.PolyakException;
import org.polyak.pipeline.source.SourceOptions;

/**
 * Which columns of a file hold the images and their labels. The user's word comes first, then the
 * customary names {@code image} and {@code label}, then what is the only candidate.
 */
record ColumnNames(String image, String label) {

  private static final String IMAGE = "image";
  private static final String LABEL = "label";
  private static final String IMAGE_OPTION = "--image-column";
  private static final String LABEL_OPTION = "--label-column";

  /**
   * The names; the customary ones also where no column is a candidate, so that their absence is
   * what the user hears of.
   *
   * @throws PolyakException if there are several candidates, naming them
   */
  static ColumnNames of(FileSchema schema, Features features, SourceOptions options) {
    return new ColumnNames(image(schema, features, options), label(schema, features, options));
  }

  private static String image(FileSchema schema, Features features, SourceOptions options) {
    if (options.imageColumn() != null) {
      return options.imageColumn();
    }
    List<String> candidates =
        features.isEmpty()
            ? schema.schema().getFields().stream()
                .filter(ImageAndLabel::isStruct)
                .map(Type::getName)
                .toList()
            : features.ofType(Features.IMAGE);
    return only(schema, IMAGE, candidates, "of images", IMAGE_OPTION);
  }

  /** Numbers without a note may be anything: only a note makes them labels. */
  private static String label(FileSchema schema, Features features, SourceOptions options) {
    if (options.labelColumn() != null) {
      return options.labelColumn();
    }
    // As CIFAR-100 on the Hub calls its two labellings.
    String labelling = options.labels() + "_" + LABEL;
    if (options.labels() != null && schema.schema().containsField(labelling)) {
      return labelling;
    }
    List<String> candidates = features.ofType(Features.CLASS_LABEL);
    return only(schema, LABEL, candidates, "of class labels", LABEL_OPTION);
  }

  private static String only(
      FileSchema schema, String customary, List<String> candidates, String what, String option) {
    List<String> found = candidates.stream().filter(schema.schema()::containsField).toList();
    if (schema.schema().containsField(customary) || found.isEmpty()) {
      return customary;
    }
    if (found.size() > 1) {
      throw PolyakException.data(
          "%s: %d columns %s: %s (expected one, or one of the name %s); say which with %s",
          schema.file(), found.size(), what, String.join(", ", found), customary, option);
    }
    return found.get(0);
  }
}
