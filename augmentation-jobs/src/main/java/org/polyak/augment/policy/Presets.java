package org.polyak.augment.policy;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.polyak.augment.batch.Mixing;
import org.polyak.augment.geometry.Border;
import org.polyak.augment.geometry.Interpolation;
import org.polyak.augment.transform.Brightness;
import org.polyak.augment.transform.Contrast;
import org.polyak.augment.transform.Cutout;
import org.polyak.augment.transform.HorizontalFlip;
import org.polyak.augment.transform.PadAndCrop;
import org.polyak.augment.transform.PcaColour;
import org.polyak.augment.transform.RandomOrder;
import org.polyak.augment.transform.RandomResizedCrop;
import org.polyak.augment.transform.RandomScaleCrop;
import org.polyak.augment.transform.Saturation;
import org.polyak.augment.transform.Transform;
import org.polyak.pipeline.config.NearestName;
import org.polyak.pipeline.error.PolyakException;

/** Policies with a name. */
final class Presets {

  private static final String SMALL_DATA = "small-data";

  private static final Map<String, Supplier<List<Transform>>> BY_NAME =
      Map.of(
          "none",
          List::of,
          "cifar",
          Presets::cifar,
          "alexnet",
          Presets::alexnet,
          "resnet",
          Presets::resnet,
          "inception",
          Presets::inception,
          SMALL_DATA,
          Presets::smallData,
          "auto-augment-cifar10",
          AutoAugment::cifar10,
          "auto-augment-imagenet",
          AutoAugment::imagenet,
          "rand-augment",
          () -> RandAugment.cifar(2, 9),
          "trivial-augment",
          RandAugment::trivial);

  private Presets() {}

  static List<String> names() {
    return List.copyOf(new TreeMap<>(BY_NAME).keySet());
  }

  static AugmentationPolicy find(String name) {
    Supplier<List<Transform>> transforms = BY_NAME.get(name);
    if (transforms == null) {
      throw PolyakException.usage(
          "Unknown policy %s (known: %s)%s",
          name, String.join(", ", names()), NearestName.suggestion(name, names()));
    }
    // DeVries and Taylor's cutout and, for CIFAR, Zhang et al.'s alpha of mixup.
    Mixing mixing = name.equals(SMALL_DATA) ? new Mixing(1, 0) : Mixing.NONE;
    return new AugmentationPolicy(transforms.get(), Interpolation.BILINEAR, Border.MEAN, mixing);
  }

  /** He et al., "Deep residual learning for image recognition", 2015, section 4.2. */
  private static List<Transform> cifar() {
    return List.of(new PadAndCrop(4), new HorizontalFlip(0.5));
  }

  /**
   * Krizhevsky et al., "ImageNet classification with deep convolutional neural networks", 2012,
   * section 4.1: crops of 224 from images whose short side is 256.
   */
  private static List<Transform> alexnet() {
    return List.of(new RandomScaleCrop(256, 256, 224), new HorizontalFlip(0.5), new PcaColour(0.1));
  }

  /** He et al. 2015, section 3.4. */
  private static List<Transform> resnet() {
    return List.of(new RandomScaleCrop(256, 480, 224), new HorizontalFlip(0.5), new PcaColour(0.1));
  }

  /**
   * Szegedy et al., "Going deeper with convolutions", 2014, section 6; colours in random order
   * after Howard, "Some improvements on deep convolutional neural network based image
   * classification", 2013.
   */
  private static List<Transform> inception() {
    return List.of(
        new RandomResizedCrop(224, 0.08, 1, 3 / 4.0, 4 / 3.0),
        new HorizontalFlip(0.5),
        new RandomOrder(
            List.of(new Brightness(0.6, 1.4), new Contrast(0.6, 1.4), new Saturation(0.6, 1.4))));
  }

  /** That of CIFAR with cutout; mixup comes with it. */
  private static List<Transform> smallData() {
    return List.of(new PadAndCrop(4), new HorizontalFlip(0.5), new Cutout(16));
  }
}
