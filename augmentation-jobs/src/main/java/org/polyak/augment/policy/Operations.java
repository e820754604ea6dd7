package org.polyak.augment.policy;

import java.util.List;
import org.polyak.augment.transform.Autocontrast;
import org.polyak.augment.transform.Brightness;
import org.polyak.augment.transform.Contrast;
import org.polyak.augment.transform.Equalize;
import org.polyak.augment.transform.Invert;
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

/**
 * The operations of AutoAugment and its successors, by how strong they are. Where an operation has
 * a direction, both are equally likely, as in the search's own code and in torchvision.
 */
final class Operations {

  /** Of AutoAugment's 331 pixels. */
  static final double TRANSLATION = 150 / 331.0;

  private static final double SHEAR = 0.3;
  private static final double DEGREES = 30;
  private static final double FACTOR = 0.9;

  private Operations() {}

  /**
   * An operation.
   *
   * @param name of a transform
   * @param strength 0 to 1, of what AutoAugment allows at most
   */
  static Transform of(String name, double strength) {
    return switch (name) {
      case ShearX.NAME -> {
        double degrees = degrees(SHEAR * strength);
        yield either(new ShearX(degrees, degrees), new ShearX(-degrees, -degrees));
      }
      case ShearY.NAME -> {
        double degrees = degrees(SHEAR * strength);
        yield either(new ShearY(degrees, degrees), new ShearY(-degrees, -degrees));
      }
      case TranslationX.NAME -> {
        double share = TRANSLATION * strength;
        yield either(new TranslationX(share, share), new TranslationX(-share, -share));
      }
      case TranslationY.NAME -> {
        double share = TRANSLATION * strength;
        yield either(new TranslationY(share, share), new TranslationY(-share, -share));
      }
      case Rotation.NAME -> {
        double degrees = DEGREES * strength;
        yield either(new Rotation(degrees, degrees), new Rotation(-degrees, -degrees));
      }
      case Brightness.NAME -> {
        double f = FACTOR * strength;
        yield either(new Brightness(1 + f, 1 + f), new Brightness(1 - f, 1 - f));
      }
      case Saturation.NAME -> {
        double f = FACTOR * strength;
        yield either(new Saturation(1 + f, 1 + f), new Saturation(1 - f, 1 - f));
      }
      case Contrast.NAME -> {
        double f = FACTOR * strength;
        yield either(new Contrast(1 + f, 1 + f), new Contrast(1 - f, 1 - f));
      }
      case Sharpness.NAME -> {
        double f = FACTOR * strength;
        yield either(new Sharpness(1 + f, 1 + f), new Sharpness(1 - f, 1 - f));
      }
      case Posterize.NAME -> new Posterize(8 - (int) Math.rint(4 * strength), 1);
      case Solarize.NAME -> new Solarize(255 * (1 - strength), 1);
      case Autocontrast.NAME -> new Autocontrast(1);
      case Equalize.NAME -> new Equalize(1);
      case Invert.NAME -> new Invert(1);
      default -> throw new IllegalArgumentException("No operation of AutoAugment: " + name);
    };
  }

  /** The angle whose tangent is a slope. */
  static double degrees(double slope) {
    return Math.toDegrees(StrictMath.atan(slope));
  }

  private static Transform either(Transform one, Transform other) {
    return new RandomChoice(List.of(one, other));
  }
}
