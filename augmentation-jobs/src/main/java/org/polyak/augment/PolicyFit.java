package org.polyak.augment;

import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.polyak.augment.colour.ColourComponents;
import org.polyak.augment.geometry.Extent;
import org.polyak.augment.policy.AugmentationPolicy;
import org.polyak.augment.random.RandomStream;
import org.polyak.augment.transform.Transform;
import org.polyak.pipeline.dataset.ImageDataset;
import org.polyak.pipeline.dataset.ImageRecord;
import org.polyak.pipeline.dataset.Split;
import org.polyak.pipeline.error.PolyakException;

/**
 * Whether a policy fits a data set and a network, found out before anything is computed or written.
 *
 * @param policy what is done to training images
 * @param components of the training images' colours; null if they are not known
 * @param height rows of the network's input
 * @param width columns of the network's input
 */
public record PolicyFit(
    AugmentationPolicy policy, ColourComponents components, int height, int width) {

  /** Rows of a data set lie in a random order, so that a few tell of all. */
  private static final long SAMPLE = 16;

  /**
   * Looks at the first training images, without decoding them.
   *
   * @throws PolyakException if a transform needs what is not known of the data set, or if one of
   *     these images does not become one of the network's size
   */
  public void check(Configuration hadoop, ImageDataset dataset) throws IOException {
    policy.transforms().forEach(transform -> transform.check(components));
    long rows = Math.min(SAMPLE, dataset.info().rows(Split.TRAIN));
    dataset.rows(Split.TRAIN, 0, rows).read(hadoop, this::check);
  }

  private void check(ImageRecord image) {
    Extent extent = new Extent(image.height(), image.width());
    List<Transform> transforms = policy.transforms();
    for (int i = 0; i < transforms.size(); i++) {
      Transform transform = transforms.get(i);
      double[] drawn = new double[transform.drawn().size()];
      transform.draw(RandomStream.of(0, 0, 0, i), extent, drawn, 0);
    }
    if (extent.height() != height || extent.width() != width) {
      throw misfit(policy, image, extent, height, width);
    }
  }

  /** What is said of an image that does not become one of the network's size. */
  static PolyakException misfit(
      AugmentationPolicy policy, ImageRecord image, Extent made, int height, int width) {
    return PolyakException.usage(
        "Image %s has %d x %d pixels (rows x columns), of which the augmentation policy (%s) makes"
            + " %d x %d; the network takes %d x %d: change network.input or the policy",
        image.id(),
        image.height(),
        image.width(),
        policy,
        made.height(),
        made.width(),
        height,
        width);
  }
}
