package org.polyak.evaluate.predict;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Predictions as Parquet: one row an image and model, for ensembles made afterwards. */
public final class PredictionTable {

  private static final StructType SCHEMA =
      new StructType(
          new StructField[] {
            DataTypes.createStructField("id", DataTypes.StringType, false),
            DataTypes.createStructField("label", DataTypes.IntegerType, false),
            DataTypes.createStructField("model", DataTypes.StringType, false),
            DataTypes.createStructField(
                "probabilities", DataTypes.createArrayType(DataTypes.DoubleType, false), false),
          });

  private PredictionTable() {}

  /** Writes predictions of the named models. */
  public static void write(
      SparkSession spark, JavaRDD<Prediction> predictions, List<String> models, String folder) {
    spark
        .createDataFrame(predictions.mapPartitions(new Rows(List.copyOf(models))), SCHEMA)
        .write()
        .parquet(folder);
  }

  private record Rows(List<String> models) implements FlatMapFunction<Iterator<Prediction>, Row> {

    @Override
    public Iterator<Row> call(Iterator<Prediction> predictions) {
      List<Row> rows = new ArrayList<>();
      while (predictions.hasNext()) {
        Prediction prediction = predictions.next();
        for (int m = 0; m < models.size(); m++) {
          rows.add(
              RowFactory.create(
                  prediction.id(),
                  prediction.label(),
                  models.get(m),
                  Arrays.stream(prediction.probabilities()[m]).boxed().toArray(Double[]::new)));
        }
      }
      return rows.iterator();
    }
  }
}
