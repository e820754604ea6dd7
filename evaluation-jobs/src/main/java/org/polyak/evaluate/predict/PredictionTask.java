package org.polyak.evaluate.predict;

import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.polyak.augment.view.CropSet;
import org.polyak.train.data.Slice;

/**
 * Predicts a slice with every model: each image is decoded once, each of its views is made once,
 * and goes through all models.
 *
 * @param runs that the models come from
 * @param crops crop sets, each a column of every model
 * @param models the weights
 */
record PredictionTask(List<RunInput> runs, List<CropSet> crops, Broadcast<List<Model>> models)
    implements FlatMapFunction<Iterator<Slice>, Prediction> {

  @Override
  public Iterator<Prediction> call(Iterator<Slice> slices) {
    return new SlicePredictor(runs, crops, models.value(), slices);
  }
}
