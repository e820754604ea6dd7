package org.polyak.train.averaging;

import org.polyak.train.network.Network;

/** The running statistics of batch normalisation. */
public final class RunningStatistics {

  private RunningStatistics() {}

  /** What training starts with: mean 0, variance 1 and no correlation. */
  public static float[] initial(Network network) {
    float[] statistics = new float[network.statisticsCount()];
    for (Network.StatisticsSlice slice : network.statisticsSlices()) {
      int group = slice.groupSize();
      for (int c = 0; c < slice.channels(); c++) {
        statistics[slice.varianceOffset() + c * group + c % group] = 1;
      }
    }
    return statistics;
  }

  /** Takes in the statistics of a batch: running = momentum * running + (1 - momentum) * batch. */
  public static void update(Network network, float[] running, float[] batch) {
    for (Network.StatisticsSlice slice : network.statisticsSlices()) {
      float momentum = (float) slice.statistics().momentum();
      for (int i = slice.offset(); i < slice.offset() + slice.size(); i++) {
        running[i] = momentum * running[i] + (1 - momentum) * batch[i];
      }
    }
  }
}
