package org.polyak.train.engine;

import org.polyak.augment.random.RandomStream;
import org.polyak.train.network.Network;

/**
 * Names the random numbers of one pass: what layers draw is a function of these figures and of the
 * node's place in the network alone, so that the same step draws the same masks wherever and
 * however often it is computed.
 *
 * @param seed of the experiment
 * @param epoch passes over the data completed before, 0 to {@link RandomStream#EPOCHS} - 1
 * @param pass what tells this pass from the others of the epoch
 */
public record RandomKey(long seed, long epoch, long pass) {

  /** Keeps these streams apart from those of batches, which have small keys too. */
  private static final long PURPOSE = 0x6d61736bL << Integer.SIZE;

  /** Keeps samples apart from augmentation, which draws by the same keys of images. */
  private static final long SAMPLING = 0x73616d706c6573L;

  /** The key of one step of one replica in training. */
  public static RandomKey ofStep(long seed, long epoch, int replica, int step) {
    return new RandomKey(seed, epoch, PURPOSE ^ ((long) replica << Integer.SIZE | step));
  }

  /**
   * The key of one sample of a stochastic prediction.
   *
   * @param image its key, see {@link org.polyak.augment.random.ImageKeys}
   * @param sample its number, 0 to {@link RandomStream#EPOCHS} - 1
   */
  public static RandomKey ofSample(long seed, long image, int sample) {
    return new RandomKey(seed ^ SAMPLING, sample, image);
  }

  /**
   * The key, if there is one.
   *
   * @throws IllegalArgumentException if it is missing
   */
  public static RandomKey check(Network network, RandomKey key) {
    if (key == null) {
      throw new IllegalArgumentException(network + " draws random numbers, and no key is given");
    }
    return key;
  }

  /** Makes a stream the one of a node, at its start. */
  public void restart(RandomStream stream, int node) {
    stream.restart(seed, epoch, pass, node);
  }
}
