package org.polyak.augment.random;

/**
 * Random numbers for one purpose: a function of (seed, epoch, key, index) alone, so that it does
 * not matter who draws, where, when and after what. Drawn from {@link Philox}: the seed is its key,
 * its counter holds
 *
 * <table>
 *   <caption>The counter's 128 bits</caption>
 *   <tr><th>bits</th><th>holds</th></tr>
 *   <tr><td>0 to 31</td><td>number of the block of four words</td></tr>
 *   <tr><td>32 to 43</td><td>index</td></tr>
 *   <tr><td>44 to 63</td><td>epoch</td></tr>
 *   <tr><td>64 to 127</td><td>key</td></tr>
 * </table>
 *
 * <p>so two streams that differ in any of the four never share a block. A stream has 2^34 words of
 * 32 bits. Not thread-safe; {@link #restart} makes one object serve many streams without garbage.
 */
public final class RandomStream {

  /** Indices go from 0 to this number less one. */
  public static final int INDICES = 1 << 12;

  /** Epochs go from 0 to this number less one. */
  public static final long EPOCHS = 1L << 20;

  private static final long UNSIGNED = 0xFFFFFFFFL;

  private final int[] block = new int[Philox.WORDS];
  private int seedLow;
  private int seedHigh;
  private int purpose;
  private int keyLow;
  private int keyHigh;
  private int nextBlock;
  private int nextWord;

  /** A stream of zero seed, epoch, key and index, to be restarted. */
  public RandomStream() {
    restart(0, 0, 0, 0);
  }

  /**
   * A stream at its start.
   *
   * @param seed of the experiment
   * @param epoch passes over the data completed before, 0 to {@link #EPOCHS} - 1
   * @param key of the image, see {@link ImageKeys}, or of another purpose
   * @param index of the transform in its policy, or of another part, 0 to {@link #INDICES} - 1
   */
  public static RandomStream of(long seed, long epoch, long key, int index) {
    RandomStream stream = new RandomStream();
    stream.restart(seed, epoch, key, index);
    return stream;
  }

  /**
   * Becomes another stream, at its start.
   *
   * @param seed of the experiment
   * @param epoch passes over the data completed before, 0 to {@link #EPOCHS} - 1
   * @param key of the image, see {@link ImageKeys}, or of another purpose
   * @param index of the transform in its policy, or of another part, 0 to {@link #INDICES} - 1
   */
  public void restart(long seed, long epoch, long key, int index) {
    if (epoch < 0 || epoch >= EPOCHS) {
      throw new IllegalArgumentException(
          "Invalid epoch: %d (expected 0 to %d)".formatted(epoch, EPOCHS - 1));
    }
    if (index < 0 || index >= INDICES) {
      throw new IllegalArgumentException(
          "Invalid index: %d (expected 0 to %d)".formatted(index, INDICES - 1));
    }
    seedLow = (int) seed;
    seedHigh = (int) (seed >>> 32);
    purpose = (int) epoch << 12 | index;
    keyLow = (int) key;
    keyHigh = (int) (key >>> 32);
    nextBlock = 0;
    nextWord = Philox.WORDS;
  }

  /** 32 random bits. */
  public int nextInt() {
    if (nextWord == Philox.WORDS) {
      Philox.block(nextBlock, purpose, keyLow, keyHigh, seedLow, seedHigh, block);
      nextBlock++;
      nextWord = 0;
    }
    return block[nextWord++];
  }

  /**
   * A whole number from 0 to {@code bound - 1}, each equally likely: a word times the bound, of
   * which the upper half is taken unless the lower half shows that it would be taken too often.
   * Lemire, "Fast random integer generation in an interval", ACM TOMACS 29(1), 2019.
   *
   * @param bound at least 1
   */
  public int nextInt(int bound) {
    if (bound < 1) {
      throw new IllegalArgumentException("Invalid bound: %d (expected 1 or more)".formatted(bound));
    }
    long product = (nextInt() & UNSIGNED) * bound;
    long low = product & UNSIGNED;
    if (low < bound) {
      long surplus = (1L << 32) % bound;
      while (low < surplus) {
        product = (nextInt() & UNSIGNED) * bound;
        low = product & UNSIGNED;
      }
    }
    return (int) (product >>> 32);
  }

  /** A multiple of 2^-24 in [0, 1). */
  public float nextFloat() {
    return (nextInt() >>> 8) * 0x1p-24f;
  }

  /** A multiple of 2^-53 in [0, 1). */
  public double nextDouble() {
    long high = (nextInt() & UNSIGNED) >>> 5;
    long low = (nextInt() & UNSIGNED) >>> 6;
    return (high << 26 | low) * 0x1p-53;
  }

  /**
   * A draw from the normal distribution of mean 0 and deviation 1: the cosine half of Box and
   * Muller, "A note on the generation of random normal deviates", 1958. It always takes the same
   * number of words, and its functions are those of {@link StrictMath}, equal on every machine.
   */
  public double nextGaussian() {
    double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - nextDouble()));
    return radius * StrictMath.cos(2 * StrictMath.PI * nextDouble());
  }

  /**
   * True with the given probability; never at 0, always at 1.
   *
   * @param probability in [0, 1]
   */
  public boolean nextBoolean(double probability) {
    return nextDouble() < probability;
  }
}
