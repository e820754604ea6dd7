package org.polyak.evaluate.judge;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.polyak.evaluate.metric.ClassificationMetrics;
import org.polyak.evaluate.metric.MetricsAccumulator;
import org.polyak.evaluate.predict.Contender;
import org.polyak.evaluate.predict.Prediction;

/** Metrics of all contenders, merged from the partitions of the predictions. */
public final class Judgement {

  private Judgement() {}

  /** Metrics in the order of the contenders. */
  public static List<ClassificationMetrics> of(
      JavaRDD<Prediction> predictions, List<Contender> contenders, int classes) {
    List<Sheet> sheets =
        predictions.mapPartitions(new Score(List.copyOf(contenders), classes)).collect();
    List<ClassificationMetrics> metrics = new ArrayList<>();
    for (int i = 0; i < contenders.size(); i++) {
      MetricsAccumulator merged = new MetricsAccumulator(classes);
      for (Sheet sheet : sheets) {
        merged.merge(sheet.accumulators().get(i));
      }
      metrics.add(merged.metrics());
    }
    return metrics;
  }

  private record Sheet(List<MetricsAccumulator> accumulators) implements Serializable {}

  private record Score(List<Contender> contenders, int classes)
      implements FlatMapFunction<Iterator<Prediction>, Sheet> {

    @Override
    public Iterator<Sheet> call(Iterator<Prediction> predictions) {
      List<MetricsAccumulator> accumulators = new ArrayList<>();
      contenders.forEach(c -> accumulators.add(new MetricsAccumulator(classes)));
      while (predictions.hasNext()) {
        Prediction prediction = predictions.next();
        for (int i = 0; i < contenders.size(); i++) {
          accumulators.get(i).add(contenders.get(i).probabilities(prediction), prediction.label());
        }
      }
      return List.of(new Sheet(accumulators)).iterator();
    }
  }
}
