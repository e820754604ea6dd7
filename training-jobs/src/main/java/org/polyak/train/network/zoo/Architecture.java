package org.polyak.train.network.zoo;

import java.io.Serializable;
import org.polyak.train.network.Network;
import org.polyak.train.network.Shape;

/**
 * A network without the size of its images and the number of its classes. Implementations are
 * records whose fields are the options of a family, so that they travel to executors as they are.
 */
@FunctionalInterface
public interface Architecture extends Serializable {

  /**
   * The network for images of a shape and a number of classes.
   *
   * @param name what reports call it
   * @throws IllegalArgumentException if the images are too small for it
   */
  Network build(String name, Shape input, int classes);

  /** What its authors made it for. */
  default Purpose purpose() {
    return Purpose.CIFAR10;
  }

  /**
   * A data set as a network sees it.
   *
   * @param input shape of an image
   * @param classes number of classes
   */
  record Purpose(Shape input, int classes) {

    static final Purpose CIFAR10 = new Purpose(new Shape(32, 32, 3), 10);
    static final Purpose DIGITS = new Purpose(new Shape(32, 32, 1), 10);
    static final Purpose IMAGENET = imageNet(224);

    static Purpose imageNet(int side) {
      return new Purpose(new Shape(side, side, 3), 1000);
    }
  }
}
