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

  /** One row an input that could not be taken. */
  public static final StructType QUARANTINE =
      new StructType(
          new StructField[] {
            DataTypes.createStructField("path", DataTypes.StringType, false),
            DataTypes.createStructField("size", DataTypes.LongType, false),
            DataTypes.createStructField("reason", DataTypes.StringType, false),
            DataTypes.createStructField("message", DataTypes.StringType, false),
          });

  private DatasetSchema() {}

  /** Folder of a split's files, relative to the data set. */
  public static String folder(Split split) {
    return "images/split=" + split.key();
  }
}
