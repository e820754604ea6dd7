package org.polyak.train.average;

/**
 * A weighted mean of the parameters of several moments, and the weight that it has.
 *
 * @param kind which average
 * @param weight sum of the weights in the mean; 0 if nothing is in it yet
 * @param parameters the mean; not modified
 */
public record TimeAverage(TimeAverageKind kind, double weight, float[] parameters) {

  /** One that nothing has been taken into. */
  static TimeAverage empty(TimeAverageKind kind) {
    return new TimeAverage(kind, 0, new float[0]);
  }

  /**
   * With one more moment: old weights times {@code keep}, plus one of {@code added}.
   *
   * @param now parameters of that moment; not modified
   */
  TimeAverage plus(float[] now, double keep, double added) {
    double total = keep * weight + added;
    if (weight == 0) {
      return new TimeAverage(kind, total, now.clone());
    }
    double part = added / total;
    float[] mean = new float[now.length];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = (float) (parameters[i] + part * (now[i] - (double) parameters[i]));
    }
    return new TimeAverage(kind, total, mean);
  }
}
