package org.polyak.augment;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.polyak.augment.colour.ColourComponents;
import org.polyak.augment.geometry.Extent;
import org.polyak.augment.image.Image;
import org.polyak.augment.image.Normalization;
import org.polyak.augment.image.Normalizer;
import org.polyak.augment.image.RecordDecoder;
import org.polyak.augment.policy.AugmentationPolicy;
import org.polyak.augment.random.ImageKeys;
import org.polyak.augment.random.RandomStream;
import org.polyak.augment.render.Rendering;
import org.polyak.augment.transform.Transform;
import org.polyak.pipeline.dataset.ImageRecord;
import org.polyak.pipeline.error.PolyakException;

/**
 * Augments training images and writes them into a network's input batch. What an image becomes is a
 * function of (policy, normalization, seed, epoch, id of the image, its pixels) alone: transform
 * {@code i} of the policy draws from the stream of (seed, epoch, key of the id, i). Keeps its
 * buffers and makes no garbage; not thread-safe, one for each thread.
 */
public final class Augmenter {

  private final AugmentationPolicy policy;
  private final List<Transform> transforms;
  private final Normalizer normalizer;
  private final long seed;
  private final RecordDecoder decoder = new RecordDecoder();
  private final ImageKeys keys = new ImageKeys();
  private final RandomStream random = new RandomStream();
  private final Rendering rendering;
  private final Extent extent = new Extent(1, 1);
  private final double[][] drawn;

  /** Without what is known of the training images' colours. */
  public Augmenter(
      AugmentationPolicy policy, Normalization normalization, int height, int width, long seed) {
    this(policy, normalization, null, height, width, seed);
  }

  /**
   * @param policy what is done to an image
   * @param normalization figures of the training images
   * @param components of the training images' colours; null if no transform needs them
   * @param height rows of the network's input
   * @param width columns of the network's input
   * @param seed of the experiment
   * @throws PolyakException if a transform needs what is not known
   */
  public Augmenter(
      AugmentationPolicy policy,
      Normalization normalization,
      ColourComponents components,
      int height,
      int width,
      long seed) {
    this.policy = policy;
    this.transforms = policy.transforms();
    this.normalizer = new Normalizer(normalization, height, width);
    this.seed = seed;
    transforms.forEach(transform -> transform.check(components));
    this.rendering =
        new Rendering(
            normalization.meanByte(), components, policy.interpolation(), policy.border());
    this.drawn = new double[transforms.size()][];
    for (int i = 0; i < drawn.length; i++) {
      drawn[i] = new double[transforms.get(i).drawn().size()];
    }
  }

  /**
   * Augments an image of a data set and writes it, normalised.
   *
   * @param epoch passes over the data completed before, from 0
   * @param image of any size that the policy brings to the network's
   * @param batch receives height x width x 3 values from {@code offset} on, {@code
   *     [height][width][3]}
   * @throws PolyakException if the image is damaged, or the policy makes it of another size
   */
  public void apply(long epoch, ImageRecord image, float[] batch, int offset) {
    prepare(epoch, image);
    if (rendering.height() != normalizer.height() || rendering.width() != normalizer.width()) {
      extent.set(rendering.height(), rendering.width());
      throw PolicyFit.misfit(policy, image, extent, normalizer.height(), normalizer.width());
    }
    rendering.write(normalizer, batch, offset);
  }

  /**
   * Augments a raster and writes it, normalised.
   *
   * @param epoch passes over the data completed before, from 0
   * @param imageKey {@link ImageKeys#of} the image's id
   * @param rgb unsigned bytes {@code [rows][columns][3]}; not modified
   * @param batch receives height x width x 3 values from {@code offset} on, {@code
   *     [height][width][3]}
   */
  public void apply(
      long epoch, long imageKey, byte[] rgb, int rows, int columns, float[] batch, int offset) {
    rendering.begin(rgb, rows, columns);
    transform(epoch, imageKey);
    rendering.write(normalizer, batch, offset);
  }

  /**
   * Ends a batch: what the normalisation does to all images at once.
   *
   * @param batch all images that were written, from its start on
   * @param images their number
   */
  public void complete(float[] batch, int images) {
    normalizer.complete(batch, images);
  }

  /**
   * Augments an image of a data set without normalising it, for looking at.
   *
   * @param epoch passes over the data completed before, from 0
   * @param image of any size
   * @return this augmenter's own raster, valid until its next call
   * @throws PolyakException if the image is damaged
   */
  public Image augment(long epoch, ImageRecord image) {
    prepare(epoch, image);
    return rendering.image();
  }

  /**
   * What was drawn for the image that was augmented last: one text for each transform that draws,
   * such as {@code row=3 column=0}.
   */
  public List<String> draws() {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < drawn.length; i++) {
      List<String> names = transforms.get(i).drawn();
      StringBuilder text = new StringBuilder();
      for (int j = 0; j < names.size(); j++) {
        // Of a part that was not done.
        if (!Double.isNaN(drawn[i][j])) {
          text.append(text.isEmpty() ? "" : " ").append(names.get(j));
          text.append('=').append(number(drawn[i][j]));
        }
      }
      if (!text.isEmpty()) {
        texts.add(text.toString());
      }
    }
    return texts;
  }

  private void prepare(long epoch, ImageRecord image) {
    if (image.format().equals(ImageRecord.RGB8)) {
      rendering.begin(decoder.decode(image).rgb(), image.height(), image.width());
    } else {
      rendering.begin(reduction -> decoder.decode(image, reduction), image.height(), image.width());
    }
    transform(epoch, keys.of(image.id()));
  }

  private void transform(long epoch, long imageKey) {
    for (int i = 0; i < drawn.length; i++) {
      Transform transform = transforms.get(i);
      random.restart(seed, epoch, imageKey, i);
      extent.set(rendering.height(), rendering.width());
      transform.draw(random, extent, drawn[i], 0);
      transform.apply(drawn[i], 0, rendering);
    }
  }

  private static String number(double value) {
    return value == Math.rint(value)
        ? Long.toString((long) value)
        : String.format(Locale.ROOT, "%.3f", value);
  }
}
