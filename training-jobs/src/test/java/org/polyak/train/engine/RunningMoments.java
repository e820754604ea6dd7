package org.polyak.train.engine;

import java.util.Random;
import org.polyak.train.network.Network;

/** Running statistics for tests: means near 0, variances and covariances that are definite. */
public final class RunningMoments {

  private RunningMoments() {}

  /** Single-precision values in double precision, laid out as the network's statistics. */
  public static double[] of(Network network) {
    float[] narrow = single(network);
    double[] wide = new double[narrow.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = narrow[i];
    }
    return wide;
  }

  /** The same in single precision. */
  public static float[] single(Network network) {
    Random random = new Random(1);
    float[] statistics = new float[network.statisticsCount()];
    for (Network.StatisticsSlice slice : network.statisticsSlices()) {
      int group = slice.groupSize();
      for (int c = 0; c < slice.channels(); c++) {
        statistics[slice.offset() + c] = 0.3f * (float) random.nextGaussian();
        for (int k = 0; k < group; k++) {
          boolean variance = k == c % group;
          statistics[slice.varianceOffset() + c * group + k] =
              variance ? 0.5f + random.nextFloat() : 0.05f;
        }
      }
    }
    return statistics;
  }
}
