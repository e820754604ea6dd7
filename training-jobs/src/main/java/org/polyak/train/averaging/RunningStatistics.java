package org.polyak.train.averaging;

import java.util.Arrays;
import org.polyak.train.network.Layer;
import org.polyak.train.network.Network;

/** The running statistics of batch normalisation. */
public final class RunningStatistics {

  private RunningStatistics() {}

  /** What training starts with: mean 0 and variance 1. */
  public static float[] initial(Network network) {
    float[] statistics = new float[network.statisticsCount()];
    for (Network.StatisticsSlice slice : network.statisticsSlices()) {
      Arrays.fill(statistics, slice.varianceOffset(), slice.varianceOffset() + slice.channels(), 1);
    }
    return statistics;
  }

  /** Takes in the statistics of a batch: running = momentum * running + (1 - momentum) * batch. */
  public static void update(Network network, float[] running, float[] batch) {
    for (Network.StatisticsSlice slice : network.statisticsSlices()) {
      float momentum = (float) ((Layer.BatchNorm) slice.node().layer()).momentum();
      for (int i = slice.offset(); i < slice.offset() + 2 * slice.channels(); i++) {
        running[i] = momentum * running[i] + (1 - momentum) * batch[i];
      }
    }
  }
}
