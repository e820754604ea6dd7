package org.polyak.augment.policy;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.polyak.augment.transform.HorizontalFlip;
import org.polyak.augment.transform.PadAndCrop;
import org.polyak.pipeline.config.NearestName;
import org.polyak.pipeline.error.PolyakException;

/** Policies with a name. */
final class Presets {

  private static final Map<String, AugmentationPolicy> BY_NAME =
      Map.of(
          "none",
          AugmentationPolicy.none(),
          // He et al., "Deep residual learning for image recognition", 2015, section 4.2.
          "cifar",
          new AugmentationPolicy(List.of(new PadAndCrop(4), new HorizontalFlip(0.5))));

  private Presets() {}

  static List<String> names() {
    return List.copyOf(new TreeMap<>(BY_NAME).keySet());
  }

  static AugmentationPolicy find(String name) {
    AugmentationPolicy policy = BY_NAME.get(name);
    if (policy == null) {
      throw PolyakException.usage(
          "Unknown policy %s (known: %s)%s",
          name, String.join(", ", names()), NearestName.suggestion(name, names()));
    }
    return policy;
  }
}
