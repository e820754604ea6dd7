package org.polyak.augment.random;

/**
 * Philox4x32-10, a counter-based generator: four random words are a function of a counter of 128
 * bits and a key of 64 bits, without any state. Salmon, Moraes, Dror and Shaw, "Parallel random
 * numbers: as easy as 1, 2, 3", SC 2011, <a
 * href="https://doi.org/10.1145/2063384.2063405">doi:10.1145/2063384.2063405</a>.
 */
final class Philox {

  /** Words of one block. */
  static final int WORDS = 4;

  private static final int ROUNDS = 10;
  private static final long MULTIPLIER_0 = 0xD2511F53L;
  private static final long MULTIPLIER_1 = 0xCD9E8D57L;
  private static final int WEYL_0 = 0x9E3779B9;
  private static final int WEYL_1 = 0xBB67AE85;
  private static final long UNSIGNED = 0xFFFFFFFFL;

  private Philox() {}

  /**
   * Computes one block.
   *
   * @param c0 counter, word 0; likewise {@code c1} to {@code c3}
   * @param k0 key, word 0; likewise {@code k1}
   * @param block receives {@link #WORDS} words
   */
  static void block(int c0, int c1, int c2, int c3, int k0, int k1, int[] block) {
    int x0 = c0;
    int x1 = c1;
    int x2 = c2;
    int x3 = c3;
    int key0 = k0;
    int key1 = k1;
    for (int round = 0; round < ROUNDS; round++) {
      long product0 = MULTIPLIER_0 * (x0 & UNSIGNED);
      long product1 = MULTIPLIER_1 * (x2 & UNSIGNED);
      x0 = (int) (product1 >>> 32) ^ x1 ^ key0;
      x1 = (int) product1;
      x2 = (int) (product0 >>> 32) ^ x3 ^ key1;
      x3 = (int) product0;
      key0 += WEYL_0;
      key1 += WEYL_1;
    }
    block[0] = x0;
    block[1] = x1;
    block[2] = x2;
    block[3] = x3;
  }
}
