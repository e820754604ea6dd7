package org.polyak.evaluate.predict;

import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.polyak.pipeline.dataset.ImageRecord;
import org.polyak.train.data.Slice;

/**
 * Predicts a slice with every model: each image is decoded once, each of its views is made once,
 * and goes through all models.
 *
 * @param pass tells its predictors from those of others
 * @param runs that the models come from
 * @param tests test times, each a column of every model
 * @param models the weights
 */
record PredictionTask(
    String pass, List<RunInput> runs, List<TestTime> tests, Broadcast<List<Model>> models)
    implements FlatMapFunction<Iterator<Slice>, Prediction> {

  PredictionTask(List<RunInput> runs, List<TestTime> tests, Broadcast<List<Model>> models) {
    this(UUID.randomUUID().toString(), runs, tests, models);
  }

  @Override
  public Iterator<Prediction> call(Iterator<Slice> slices) {
    List<InputPredictor> inputs =
        WarmPredictors.take(pass, () -> InputPredictor.of(runs, tests, models.value()));
    Iterator<ImageRecord> images =
        slices.hasNext() ? slices.next().images().iterator() : Collections.emptyIterator();
    SlicePredictor predictor =
        new SlicePredictor(inputs, models.value().size() * tests.size(), images);
    // However the task ends: one that failed leaves half a batch behind.
    TaskContext.get()
        .addTaskCompletionListener(
            context -> {
              if (predictor.finished()) {
                WarmPredictors.putBack(pass, inputs);
              } else {
                inputs.forEach(InputPredictor::close);
              }
            });
    return predictor;
  }

  /** Closes what tasks in this process have left for others. */
  void close() {
    WarmPredictors.close(pass);
  }
}
