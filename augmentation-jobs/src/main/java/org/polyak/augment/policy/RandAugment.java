package org.polyak.augment.policy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.polyak.augment.transform.Autocontrast;
import org.polyak.augment.transform.Brightness;
import org.polyak.augment.transform.Compose;
import org.polyak.augment.transform.Contrast;
import org.polyak.augment.transform.Equalize;
import org.polyak.augment.transform.HorizontalFlip;
import org.polyak.augment.transform.PadAndCrop;
import org.polyak.augment.transform.Posterize;
import org.polyak.augment.transform.RandomChoice;
import org.polyak.augment.transform.Rotation;
import org.polyak.augment.transform.Saturation;
import org.polyak.augment.transform.Sharpness;
import org.polyak.augment.transform.ShearX;
import org.polyak.augment.transform.ShearY;
import org.polyak.augment.transform.Solarize;
import org.polyak.augment.transform.Transform;
import org.polyak.augment.transform.TranslationX;
import org.polyak.augment.transform.TranslationY;

/** Policies without a search: random operations, equally likely, of one strength or any. */
final class RandAugment {

  /** Magnitudes go from 0 to this. */
  private static final double STEPS = 30;

  private static final List<String> OPERATIONS =
      List.of(
          ShearX.NAME,
          ShearY.NAME,
          TranslationX.NAME,
          TranslationY.NAME,
          Rotation.NAME,
          Brightness.NAME,
          Saturation.NAME,
          Contrast.NAME,
          Sharpness.NAME,
          Posterize.NAME,
          Solarize.NAME,
          Autocontrast.NAME,
          Equalize.NAME);

  private RandAugment() {}

  /**
   * Cubuk et al., "RandAugment: practical automated data augmentation with a reduced search space",
   * 2020, behind the crop and flip of CIFAR-10: operations one after the other, the identity among
   * them, all of one magnitude.
   *
   * @param operations an image
   * @param magnitude 0 to 30
   */
  static List<Transform> cifar(int operations, int magnitude) {
    List<Transform> choices = new ArrayList<>(List.of(identity()));
    OPERATIONS.forEach(name -> choices.add(Operations.of(name, magnitude / STEPS)));
    List<Transform> transforms =
        new ArrayList<>(List.of(new PadAndCrop(4), new HorizontalFlip(0.5)));
    transforms.addAll(Collections.nCopies(operations, new RandomChoice(choices)));
    return transforms;
  }

  /**
   * Müller and Hutter, "TrivialAugment: tuning-free yet state-of-the-art data augmentation", 2021,
   * with its wide ranges, behind the crop and flip of CIFAR-10: one operation an image, of any
   * strength. Translation goes as far as AutoAugment's, 150 of 331 pixels, and not 32 pixels, which
   * would leave nothing of an image of 32.
   */
  static List<Transform> trivial() {
    double shear = Operations.degrees(0.99);
    double shift = Operations.TRANSLATION;
    Transform one =
        new RandomChoice(
            List.of(
                identity(),
                new ShearX(-shear, shear),
                new ShearY(-shear, shear),
                new TranslationX(-shift, shift),
                new TranslationY(-shift, shift),
                new Rotation(-135, 135),
                new Brightness(0.01, 1.99),
                new Saturation(0.01, 1.99),
                new Contrast(0.01, 1.99),
                new Sharpness(0.01, 1.99),
                new RandomChoice(
                    IntStream.rangeClosed(2, 8)
                        .mapToObj(bits -> (Transform) new Posterize(bits, 1))
                        .toList()),
                new RandomChoice(
                    IntStream.rangeClosed(0, (int) STEPS)
                        .mapToObj(i -> (Transform) new Solarize(255 * (1 - i / STEPS), 1))
                        .toList()),
                new Autocontrast(1),
                new Equalize(1)));
    return List.of(new PadAndCrop(4), new HorizontalFlip(0.5), one);
  }

  /** Does nothing. */
  private static Transform identity() {
    return new Compose(List.of(new HorizontalFlip(0)));
  }
}
