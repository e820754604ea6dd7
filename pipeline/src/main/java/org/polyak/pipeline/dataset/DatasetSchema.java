package org.polyak.pipeline.dataset;

import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Columns of a data set's Parquet files; the split is the folder they lie in. */
public final class DatasetSchema {

  /** One row an image, as {@link ImageRecord} describes, with the class's name. */
  public static final StructType IMAGES =
      new StructType(
          new StructField[] {
            DataTypes.createStructField("id", DataTypes.StringType, false),
            DataTypes.createStructField("label", DataTypes.IntegerType, false),
            DataTypes.createStructField("label_name", DataTypes.StringType, false),
            DataTypes.createStructField("width", DataTypes.IntegerType, false),
            DataTypes.createStructField("height", DataTypes.IntegerType, false),
            DataTypes.createStructField("format", DataTypes.StringType, false),
            DataTypes.createStructField("image", DataTypes.BinaryType, false),
            DataTypes.createStructField("sha256", DataTypes.StringType, false),
          });

  /**
   * One row an input that was not taken: its path in the collection, bytes, digest of its bytes
   * (empty if they were not read), the key of a {@link RejectionReason}, and what was expected and
   * found.
   */
  public static final StructType QUARANTINE =
      new StructType(
          new StructField[] {
            DataTypes.createStructField("path", DataTypes.StringType, false),
            DataTypes.createStructField("size", DataTypes.LongType, false),
            DataTypes.createStructField("sha256", DataTypes.StringType, false),
            DataTypes.createStructField("reason", DataTypes.StringType, false),
            DataTypes.createStructField("message", DataTypes.StringType, false),
          });

  /** One row an image whose bytes another image has too. */
  public static final StructType DUPLICATES =
      new StructType(
          new StructField[] {
            DataTypes.createStructField("sha256", DataTypes.StringType, false),
            DataTypes.createStructField("split", DataTypes.StringType, false),
            DataTypes.createStructField("id", DataTypes.StringType, false),
            DataTypes.createStructField("label_name", DataTypes.StringType, false),
            DataTypes.createStructField("copies", DataTypes.LongType, false),
          });

  /**
   * One row a principal component of the training images, largest eigenvalue first; see {@link
   * PrincipalComponents}.
   */
  public static final StructType COMPONENTS =
      new StructType(
          new StructField[] {
            DataTypes.createStructField("component", DataTypes.IntegerType, false),
            DataTypes.createStructField("eigenvalue", DataTypes.DoubleType, false),
            DataTypes.createStructField(
                "direction", DataTypes.createArrayType(DataTypes.DoubleType, false), false),
          });

  private DatasetSchema() {}

  /** Folder of a split's files, relative to the data set. */
  public static String folder(Split split) {
    return "images/split=" + split.key();
  }
}
