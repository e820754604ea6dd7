package org.polyak.augment.policy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.polyak.augment.transform.Compose;
import org.polyak.augment.transform.HorizontalFlip;
import org.polyak.augment.transform.PadAndCrop;
import org.polyak.augment.transform.RandomApply;
import org.polyak.augment.transform.RandomChoice;
import org.polyak.augment.transform.RandomResizedCrop;
import org.polyak.augment.transform.Transform;
import org.polyak.pipeline.error.PolyakException;

/**
 * The policies that Cubuk et al., "AutoAugment: learning augmentation strategies from data", CVPR
 * 2019, found: one of 25 pairs of operations an image, each operation with its own probability.
 */
final class AutoAugment {

  /** Magnitudes go from 0 to this. */
  private static final double STEPS = 9;

  private static final int COLUMNS = 6;

  private AutoAugment() {}

  /** Behind the crop and flip that the paper takes for CIFAR-10. */
  static List<Transform> cifar10() {
    return List.of(new PadAndCrop(4), new HorizontalFlip(0.5), pairs("auto-augment-cifar10.txt"));
  }

  /** Behind the crop and flip that the paper takes for ImageNet. */
  static List<Transform> imagenet() {
    return List.of(
        new RandomResizedCrop(224, 0.08, 1, 3 / 4.0, 4 / 3.0),
        new HorizontalFlip(0.5),
        pairs("auto-augment-imagenet.txt"));
  }

  private static RandomChoice pairs(String resource) {
    List<Transform> pairs = new ArrayList<>();
    for (String line : text(resource).lines().toList()) {
      if (!line.startsWith("#")) {
        String[] columns = line.trim().split("\\s+");
        if (columns.length != COLUMNS) {
          throw PolyakException.internal(null, "%s: not a pair of operations: %s", resource, line);
        }
        pairs.add(new Compose(List.of(operation(columns, 0), operation(columns, COLUMNS / 2))));
      }
    }
    return new RandomChoice(pairs);
  }

  private static Transform operation(String[] columns, int at) {
    double probability = Double.parseDouble(columns[at + 1]);
    double strength = Double.parseDouble(columns[at + 2]) / STEPS;
    return new RandomApply(probability, List.of(Operations.of(columns[at], strength)));
  }

  private static String text(String resource) {
    try (InputStream in = AutoAugment.class.getResourceAsStream(resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw PolyakException.internal(e, "The policy %s is missing", resource);
    }
  }
}
