package org.polyak.train.run;

import org.polyak.pipeline.dataset.ImageDataset;
import org.polyak.pipeline.error.PolyakException;
import org.polyak.train.config.TrainingConfig;
import org.polyak.train.network.Network;
import org.polyak.train.network.Shape;

/** A recipe's network as a data set's images and classes make it. */
public final class DatasetNetwork {

  private DatasetNetwork() {}

  /**
   * The network.
   *
   * @throws PolyakException if the images have several sizes and the recipe names none, or if the
   *     network does not take them
   */
  public static Network of(TrainingConfig config, ImageDataset dataset) {
    int side = config.network().inputSide();
    if (dataset.info().width() == 0 && side == 0) {
      throw PolyakException.usage(
          "%s has images of several sizes: set network.input to the side of the network's input,"
              + " such as 224, and take an augmentation policy that makes images of that size, such"
              + " as resnet",
          dataset.folder());
    }
    Shape input =
        side == 0
            ? new Shape(dataset.info().height(), dataset.info().width(), 3)
            : new Shape(side, side, 3);
    try {
      return config.network().create(input, dataset.info().labels().size());
    } catch (IllegalArgumentException e) {
      throw PolyakException.usage(
          "network: %s does not take images of %s: %s",
          config.network().name(), input, e.getMessage());
    }
  }
}
