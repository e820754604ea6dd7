package org.polyak.pipeline.source.parquet;

import java.util.function.Predicate;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import org.polyak.pipeline.error.PolyakException;

/**
 * The columns of a file.
 *
 * @param file for messages
 */
record FileSchema(String file, MessageType schema) {

  /**
   * A column of a known type.
   *
   * @param option that names another column; empty if none does
   * @param expected the type in words
   * @throws PolyakException if there is none of that name, or it is of another type
   */
  Type column(String name, String option, Predicate<Type> type, String expected) {
    if (!schema.containsField(name)) {
      throw PolyakException.data(
          "%s: no column %s (expected %s; its columns are %s)%s",
          file,
          name,
          expected,
          String.join(", ", schema.getFields().stream().map(Type::getName).toList()),
          option.isEmpty() ? "" : "; say which with " + option);
    }
    Type found = schema.getType(name);
    if (found.isRepetition(Repetition.REPEATED) || !type.test(found)) {
      throw PolyakException.data(
          "%s: the column %s is '%s' (expected %s)%s",
          file,
          name,
          found.toString().replaceAll("\\s+", " "),
          expected,
          option.isEmpty() ? "" : "; say which with " + option);
    }
    return found;
  }

  /** Whether a type is text. */
  static boolean isText(Type type) {
    LogicalTypeAnnotation meaning = type.getLogicalTypeAnnotation();
    return is(type, PrimitiveTypeName.BINARY)
        && (meaning instanceof LogicalTypeAnnotation.StringLogicalTypeAnnotation
            || meaning instanceof LogicalTypeAnnotation.EnumLogicalTypeAnnotation);
  }

  /** Whether a type is bytes without a meaning. */
  static boolean isBytes(Type type) {
    return is(type, PrimitiveTypeName.BINARY) && type.getLogicalTypeAnnotation() == null;
  }

  /** Whether a type is a whole number. */
  static boolean isWhole(Type type) {
    LogicalTypeAnnotation meaning = type.getLogicalTypeAnnotation();
    return (is(type, PrimitiveTypeName.INT32) || is(type, PrimitiveTypeName.INT64))
        && (meaning == null || meaning instanceof LogicalTypeAnnotation.IntLogicalTypeAnnotation);
  }

  /** Whether a type is a whole number of 32 bits. */
  static boolean isInt32(Type type) {
    return isWhole(type) && is(type, PrimitiveTypeName.INT32);
  }

  private static boolean is(Type type, PrimitiveTypeName name) {
    return type.isPrimitive() && type.asPrimitiveType().getPrimitiveTypeName() == name;
  }
}
