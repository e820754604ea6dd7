package org.polyak.augment.cli;

import java.util.Iterator;
import org.polyak.augment.policy.AugmentationPolicy;

/** The names of the presets, for the help text. */
final class PolicyNames implements Iterable<String> {

  @Override
  public Iterator<String> iterator() {
    return AugmentationPolicy.presets().iterator();
  }
}
