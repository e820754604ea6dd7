package org.polyak.augment.preview;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.polyak.augment.Augmenter;
import org.polyak.augment.colour.ColourComponents;
import org.polyak.augment.image.Normalization;
import org.polyak.augment.policy.AugmentationPolicy;
import org.polyak.pipeline.dataset.ImageDataset;
import org.polyak.pipeline.dataset.ImageRecord;
import org.polyak.pipeline.error.PolyakException;

/**
 * Shows what a policy does to some training images: the pixels that training of the same seed gets
 * to see in its first epochs.
 *
 * @param policy what is shown
 * @param seed of the draws
 * @param images how many training images, spread over the classes
 * @param epochs how many draws of each image, those of epochs 0 to {@code epochs - 1}
 */
public record Preview(AugmentationPolicy policy, long seed, int images, int epochs) {

  /**
   * Draws the sheet and puts it in place.
   *
   * @param data the data set's folder
   * @param file a PNG file; an earlier preview there is replaced
   * @param overwrite whether any other file there may be replaced too
   * @return how many images were shown
   * @throws PolyakException if the data set cannot be read or shown, or the place is taken
   */
  public int write(Configuration hadoop, Path data, Path file, boolean overwrite)
      throws IOException {
    PreviewFile.checkPlace(hadoop, file, overwrite);
    ImageDataset dataset = ImageDataset.open(hadoop, data);
    int height = dataset.info().height();
    int width = dataset.info().width();
    if (height == 0 || width == 0) {
      throw PolyakException.data(
          "%s holds images of different sizes; a preview needs one size", dataset.folder());
    }
    Augmenter augmenter =
        new Augmenter(
            policy,
            Normalization.of(dataset.statistics()),
            ColourComponents.of(dataset.statistics()),
            height,
            width,
            seed);
    List<ImageRecord> picked = ImagePicker.pick(dataset, hadoop, images);
    String title = "Augmentation: %s; seed %d".formatted(policy, seed);
    BufferedImage sheet =
        ContactSheet.draw(
            title, picked, dataset.info().labels(), augmenter, policy.transforms().size(), epochs);
    PreviewFile.write(hadoop, file, sheet, title);
    return picked.size();
  }
}
