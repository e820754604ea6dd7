package org.polyak.pipeline.source.parquet;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.polyak.pipeline.dataset.RejectionReason;
import org.polyak.pipeline.error.PolyakException;
import org.polyak.pipeline.source.ListedImage;
import org.polyak.pipeline.source.Oversize;
import org.polyak.pipeline.source.RawImage;

/**
 * A column of encoded images and one of labels, as Hugging Face's data sets have them: an image is
 * a struct with {@code bytes} and {@code path}, or plain bytes; a label is a whole number or text.
 *
 * @param textLabels whether labels are text, in all files
 * @param classes number of classes; 0 if it is not known
 * @param namesHash of the class names, to be compared from file to file; 0 if there are none
 */
record ImageAndLabel(String image, String label, boolean textLabels, int classes, int namesHash)
    implements Columns {

  private static final String BYTES = "bytes";

  /**
   * Looks at the collection's first file.
   *
   * @param names class names; empty if its footer says none
   * @throws PolyakException if a column is missing or of another type
   */
  static ImageAndLabel of(FileSchema schema, String image, String label, List<String> names) {
    boolean text = FileSchema.isText(labelType(schema, label));
    // Numbers alone stand for names.
    List<String> used = text ? List.of() : names;
    ImageAndLabel columns =
        new ImageAndLabel(image, label, text, used.size(), used.isEmpty() ? 0 : used.hashCode());
    columns.forContent(schema);
    return columns;
  }

  @Override
  public List<Type> forListing(FileSchema schema) {
    Type type = labelType(schema, label);
    if (FileSchema.isText(type) != textLabels) {
      throw PolyakException.data(
          "%s: the column %s is '%s' (expected %s, as in the collection's first file)",
          schema.file(), label, type, textLabels ? "text" : "a whole number");
    }
    return List.of(type);
  }

  @Override
  public List<Type> forContent(FileSchema schema) {
    Type type =
        schema.column(
            image,
            "--image-column",
            t -> FileSchema.isBytes(t) || isStruct(t),
            "binary, or a struct with the binary field bytes");
    return List.of(
        type.isPrimitive()
            ? type
            : new GroupType(type.getRepetition(), image, type.asGroupType().getType(BYTES)));
  }

  @Override
  public void check(String file, Map<String, String> notes) throws IOException {
    List<String> names = Features.of(file, notes).names(label);
    if (classes > 0 && !names.isEmpty() && names.hashCode() != namesHash) {
      throw PolyakException.data(
          "%s: its footer names %d classes of the column %s, others than the %d in the collection's"
              + " first file",
          file, names.size(), label, classes);
    }
  }

  @Override
  public ListedImage listed(RowPlace place, Group row) {
    return new ListedImage(place.rowId(), place.split(), classKey(row));
  }

  @Override
  public RawImage.Content content(RowPlace place, Group row) {
    byte[] bytes = bytes(row);
    if (classKey(row) == null) {
      return Refusals.of(RejectionReason.LABEL_UNKNOWN, bytes, unknownLabel(row));
    }
    if (bytes.length == 0) {
      return Refusals.empty(image);
    }
    RawImage.Refused tooLarge = Oversize.refusal(bytes.length);
    return tooLarge == null ? new RawImage.Encoded(bytes) : tooLarge;
  }

  /** The label as it stands; null if there is none, or none that is possible. */
  private String classKey(Group row) {
    if (row.getFieldRepetitionCount(label) == 0) {
      return null;
    }
    if (textLabels) {
      String text = row.getString(label, 0);
      return text.isEmpty() ? null : text;
    }
    long number = number(row);
    boolean possible = number >= 0 && (classes == 0 || number < classes);
    return possible ? Long.toString(number) : null;
  }

  private String unknownLabel(Group row) {
    if (row.getFieldRepetitionCount(label) == 0 || textLabels) {
      return "nothing in the column " + label;
    }
    return classes == 0
        ? "label %d (expected 0 or more)".formatted(number(row))
        : "label %d (expected 0 to %d)".formatted(number(row), classes - 1);
  }

  private long number(Group row) {
    PrimitiveTypeName type = row.getType().getType(label).asPrimitiveType().getPrimitiveTypeName();
    return type == PrimitiveTypeName.INT32 ? row.getInteger(label, 0) : row.getLong(label, 0);
  }

  private byte[] bytes(Group row) {
    if (row.getFieldRepetitionCount(image) == 0) {
      return new byte[0];
    }
    if (row.getType().getType(image).isPrimitive()) {
      return row.getBinary(image, 0).getBytes();
    }
    Group struct = row.getGroup(image, 0);
    return struct.getFieldRepetitionCount(BYTES) == 0
        ? new byte[0]
        : struct.getBinary(BYTES, 0).getBytes();
  }

  private static Type labelType(FileSchema schema, String label) {
    return schema.column(
        label,
        "--label-column",
        t -> FileSchema.isWhole(t) || FileSchema.isText(t),
        "a whole number or text");
  }

  /** Whether a type is a struct with an image's bytes. */
  static boolean isStruct(Type type) {
    return !type.isPrimitive()
        && !type.isRepetition(Type.Repetition.REPEATED)
        && type.getLogicalTypeAnnotation() == null
        && type.asGroupType().containsField(BYTES)
        && !type.asGroupType().getType(BYTES).isRepetition(Type.Repetition.REPEATED)
        && FileSchema.isBytes(type.asGroupType().getType(BYTES));
  }
}
