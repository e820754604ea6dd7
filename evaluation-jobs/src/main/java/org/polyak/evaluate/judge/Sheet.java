package org.polyak.evaluate.judge;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.TreeMap;
import org.polyak.augment.random.ImageKeys;
import org.polyak.evaluate.combine.Combination;
import org.polyak.evaluate.metric.Agreement;
import org.polyak.evaluate.metric.Bootstrap;
import org.polyak.evaluate.metric.MetricsAccumulator;
import org.polyak.evaluate.metric.ProbabilityAccumulator;
import org.polyak.evaluate.predict.Contender;
import org.polyak.evaluate.predict.Prediction;

/** What a part of the predictions says of all contenders; parts merge to the same bits. */
final class Sheet implements Serializable {

  private static final long serialVersionUID = 1L;

  private final List<MetricsAccumulator> metrics = new ArrayList<>();
  private final List<ProbabilityAccumulator> tempered = new ArrayList<>();
  private final Bootstrap bootstrap;
  private final Agreement agreement;

  /** Images, then errors of each contender, by doublings of the number of pixels. */
  private final TreeMap<Integer, long[]> bySize = new TreeMap<>();

  private Sheet(JudgePlan plan) {
    int contenders = plan.contenders().size();
    for (int i = 0; i < contenders; i++) {
      metrics.add(new MetricsAccumulator(plan.classes(), plan.bins()));
      tempered.add(new ProbabilityAccumulator(plan.bins()));
    }
    bootstrap = new Bootstrap(plan.halves().seed(), plan.replicates(), contenders);
    agreement = new Agreement(contenders);
  }

  static Sheet of(Iterator<Prediction> predictions, JudgePlan plan) {
    Sheet sheet = new Sheet(plan);
    ImageKeys keys = new ImageKeys();
    while (predictions.hasNext()) {
      Prediction prediction = predictions.next();
      sheet.add(prediction, keys.of(prediction.id()), plan);
    }
    return sheet;
  }

  private void add(Prediction prediction, long key, JudgePlan plan) {
    List<Contender> contenders = plan.contenders();
    int count = contenders.size();
    int half = plan.halves().of(key);
    int label = prediction.label();
    int[] predicted = new int[count];
    boolean[] wrong = new boolean[count];
    double[] probability = new double[count];
    double[] loss = new double[count];
    double[] brier = new double[count];
    int pixels = prediction.width() * prediction.height();
    long[] slice =
        bySize.computeIfAbsent(31 - Integer.numberOfLeadingZeros(pixels), s -> new long[count + 1]);
    slice[0]++;
    for (int i = 0; i < count; i++) {
      double[] p = contenders.get(i).probabilities(prediction, half);
      metrics.get(i).add(p, label);
      tempered.get(i).add(Combination.tempered(p, plan.inverse(i, half)), label);
      predicted[i] = ProbabilityAccumulator.predicted(p);
      wrong[i] = predicted[i] != label;
      probability[i] = p[label];
      loss[i] = ProbabilityAccumulator.loss(p[label]);
      brier[i] = ProbabilityAccumulator.brier(p, label);
      slice[i + 1] += wrong[i] ? 1 : 0;
    }
    bootstrap.add(key, wrong, loss, brier);
    agreement.add(label, predicted, probability);
  }

  static Sheet merge(Sheet one, Sheet other) {
    for (int i = 0; i < one.metrics.size(); i++) {
      one.metrics.get(i).merge(other.metrics.get(i));
      one.tempered.get(i).merge(other.tempered.get(i));
    }
    one.bootstrap.merge(other.bootstrap);
    one.agreement.merge(other.agreement);
    other.bySize.forEach(
        (size, counts) ->
            one.bySize.merge(
                size,
                counts,
                (a, b) -> {
                  for (int i = 0; i < a.length; i++) {
                    a[i] += b[i];
                  }
                  return a;
                }));
    return one;
  }

  MetricsAccumulator metrics(int contender) {
    return metrics.get(contender);
  }

  ProbabilityAccumulator tempered(int contender) {
    return tempered.get(contender);
  }

  Bootstrap bootstrap() {
    return bootstrap;
  }

  Agreement agreement() {
    return agreement;
  }

  TreeMap<Integer, long[]> bySize() {
    return bySize;
  }
}
