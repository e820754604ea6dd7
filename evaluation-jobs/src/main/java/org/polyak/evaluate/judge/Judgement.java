package org.polyak.evaluate.judge;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.polyak.evaluate.metric.Bootstrap;
import org.polyak.evaluate.metric.Bootstrap.Measure;
import org.polyak.evaluate.metric.ClassificationMetrics;
import org.polyak.evaluate.metric.Comparison;
import org.polyak.evaluate.metric.Interval;
import org.polyak.evaluate.metric.PairAgreement;
import org.polyak.evaluate.metric.Verdict;
import org.polyak.evaluate.predict.Prediction;

/**
 * What was found about all contenders, in one pass over the predictions. Parts are merged exactly,
 * so the numbers are the same on any partitions.
 *
 * @param verdicts in the order of the contenders
 * @param pairs of contenders that are single models of one crop set, each with each
 * @param sizes errors by the number of pixels of the images
 */
public record Judgement(List<Verdict> verdicts, List<PairAgreement> pairs, List<SizeSlice> sizes) {

  /**
   * Images of similar size.
   *
   * @param fewestPixels least number of pixels of these images; the largest is below twice that
   * @param images how many
   * @param errors of each contender
   */
  public record SizeSlice(int fewestPixels, long images, List<Long> errors) {}

  /** Judges predictions, of which there is at least one. */
  public static Judgement of(
      JavaRDD<Prediction> predictions, JudgePlan plan, List<Integer> singles) {
    Sheet sheet =
        predictions
            .mapPartitions(part -> List.of(Sheet.of(part, plan)).iterator())
            .treeReduce(Sheet::merge);
    List<Verdict> verdicts = new ArrayList<>();
    for (int i = 0; i < plan.contenders().size(); i++) {
      verdicts.add(verdict(sheet, plan, i));
    }
    List<PairAgreement> pairs = new ArrayList<>();
    for (int first : singles) {
      for (int second : singles) {
        if (first < second) {
          pairs.add(sheet.agreement().pair(first, second));
        }
      }
    }
    List<SizeSlice> sizes = new ArrayList<>();
    sheet
        .bySize()
        .forEach(
            (octave, counts) -> {
              List<Long> errors = new ArrayList<>();
              for (int i = 1; i < counts.length; i++) {
                errors.add(counts[i]);
              }
              sizes.add(new SizeSlice(1 << octave, counts[0], errors));
            });
    return new Judgement(verdicts, pairs, sizes);
  }

  private static Verdict verdict(Sheet sheet, JudgePlan plan, int contender) {
    ClassificationMetrics metrics = sheet.metrics(contender).metrics();
    Bootstrap bootstrap = sheet.bootstrap();
    boolean drawn = plan.replicates() > 0;
    Comparison comparison =
        contender == plan.reference()
            ? null
            : new Comparison(
                sheet.agreement().mcNemar(contender, plan.reference()),
                bootstrap.difference(contender, plan.reference(), Measure.TOP1_ERROR),
                bootstrap.difference(contender, plan.reference(), Measure.NEGATIVE_LOG_LIKELIHOOD));
    Interval error = bootstrap.interval(contender, Measure.TOP1_ERROR);
    return new Verdict(
        metrics,
        drawn ? error : metrics.topErrorInterval(1),
        bootstrap.interval(contender, Measure.NEGATIVE_LOG_LIKELIHOOD),
        bootstrap.interval(contender, Measure.BRIER_SCORE),
        plan.temperatures(contender),
        sheet.tempered(contender).scores(),
        List.of(),
        comparison);
  }
}
