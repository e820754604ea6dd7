package org.polyak.train.averaging;

import org.polyak.augment.random.RandomStream;

/** The order in which a replica takes the images of its slice in an epoch. */
public final class EpochOrder {

  /** Keeps the streams of orders apart from those of augmentation, which are keyed by image. */
  private static final long PURPOSE = 0x6f72646572L;

  private EpochOrder() {}

  /** A permutation of 0 to size - 1: a function of seed, epoch and replica alone. */
  public static int[] of(long seed, long epoch, int replica, int size) {
    RandomStream random = RandomStream.of(seed, epoch, PURPOSE, replica);
    int[] order = new int[size];
    for (int i = 0; i < size; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }
}
