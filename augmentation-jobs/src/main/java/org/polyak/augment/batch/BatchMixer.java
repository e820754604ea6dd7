package org.polyak.augment.batch;

import org.polyak.augment.random.RandomStream;

/**
 * Mixes the images of a batch as a {@link Mixing} says: each with another one, which a random order
 * of the batch gives, by a share of its own. What is drawn depends on seed, epoch and the batch's
 * number alone. Keeps its buffers; not thread-safe, one for each thread.
 */
public final class BatchMixer {

  /** The place in the streams behind those of a policy's transforms. */
  private static final int INDEX = RandomStream.INDICES - 1;

  private final Mixing mixing;
  private final long seed;
  private final int height;
  private final int width;
  private final int channels;
  private final int classes;
  private final RandomStream random = new RandomStream();
  private float[] originals = new float[0];
  private float[] labels = new float[0];
  private int[] partners = new int[0];

  /**
   * @param seed of the experiment
   * @param height rows of an image
   * @param width columns of an image
   * @param channels values of a pixel
   * @param classes values of a target
   */
  public BatchMixer(Mixing mixing, long seed, int height, int width, int channels, int classes) {
    this.mixing = mixing;
    this.seed = seed;
    this.height = height;
    this.width = width;
    this.channels = channels;
    this.classes = classes;
  }

  /**
   * Mixes a batch in place.
   *
   * @param epoch passes over the data completed before
   * @param batch what tells this batch from the others of the epoch
   * @param size images in it; a single one stays as it is
   * @param images {@code [size][height][width][channels]}
   * @param targets {@code [size][classes]}, each summing to 1
   */
  public void apply(long epoch, long batch, int size, float[] images, float[] targets) {
    if (mixing.isNone() || size < 2) {
      return;
    }
    random.restart(seed, epoch, batch, INDEX);
    keep(size, images, targets);
    shuffle(size);
    boolean both = mixing.mixupAlpha() > 0 && mixing.cutmixAlpha() > 0;
    boolean cut = both ? random.nextBoolean(0.5) : mixing.cutmixAlpha() > 0;
    for (int i = 0; i < size; i++) {
      double share = Beta.draw(random, cut ? mixing.cutmixAlpha() : mixing.mixupAlpha());
      double kept = cut ? cut(i, share, images) : blend(i, share, images);
      for (int c = 0; c < classes; c++) {
        targets[i * classes + c] =
            (float)
                (kept * labels[i * classes + c] + (1 - kept) * labels[partners[i] * classes + c]);
      }
    }
  }

  private double blend(int image, double share, float[] images) {
    int values = height * width * channels;
    int own = image * values;
    int other = partners[image] * values;
    float kept = (float) share;
    for (int i = 0; i < values; i++) {
      images[own + i] = kept * originals[own + i] + (1 - kept) * originals[other + i];
    }
    return share;
  }

  /**
   * A box of the partner's pixels in the same place, of the area that is not kept, around a random
   * point and cut at the edges.
   *
   * @return the share of the area that is kept in the end
   */
  private double cut(int image, double share, float[] images) {
    double side = Math.sqrt(1 - share);
    int row = random.nextInt(height);
    int column = random.nextInt(width);
    int halfHeight = (int) (height * side) / 2;
    int halfWidth = (int) (width * side) / 2;
    int top = Math.max(0, row - halfHeight);
    int bottom = Math.min(height, row + halfHeight);
    int left = Math.max(0, column - halfWidth);
    int right = Math.min(width, column + halfWidth);
    int values = height * width * channels;
    for (int y = top; y < bottom; y++) {
      int at = (y * width + left) * channels;
      System.arraycopy(
          originals,
          partners[image] * values + at,
          images,
          image * values + at,
          Math.max(0, right - left) * channels);
    }
    double area = (double) (bottom - top) * (right - left);
    return 1 - area / ((double) height * width);
  }

  private void keep(int size, float[] images, float[] targets) {
    int values = size * height * width * channels;
    if (originals.length < values) {
      originals = new float[values];
      labels = new float[size * classes];
      partners = new int[size];
    }
    System.arraycopy(images, 0, originals, 0, values);
    System.arraycopy(targets, 0, labels, 0, size * classes);
  }

  /** Fisher and Yates. */
  private void shuffle(int size) {
    for (int i = 0; i < size; i++) {
      partners[i] = i;
    }
    for (int i = size - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      int held = partners[i];
      partners[i] = partners[other];
      partners[other] = held;
    }
  }
}
