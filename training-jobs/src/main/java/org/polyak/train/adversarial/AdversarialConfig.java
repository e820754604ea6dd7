package org.polyak.train.adversarial;

import java.io.Serializable;
import org.polyak.pipeline.config.Section;

/**
 * {@code training.adversarial}: which part of each batch is made adversarial, and how far.
 *
 * @param epsilon greatest change of a pixel on the scale 0 to 1, such as 8 / 255; 0 for none
 * @param fraction part of the images of a batch that are changed, above 0, at most 1
 */
public record AdversarialConfig(double epsilon, double fraction) implements Serializable {

  /** No adversarial images. */
  public static final AdversarialConfig NONE = new AdversarialConfig(0, 0.5);

  /** Reads the section; problems are left in it. */
  public static AdversarialConfig read(Section section) {
    return new AdversarialConfig(
        section.decimal("epsilon", NONE.epsilon, 0, 1),
        section.decimal("fraction", NONE.fraction, 1e-6, 1));
  }

  /** Whether images are changed. */
  public boolean isOn() {
    return epsilon > 0;
  }

  /** How many images of a batch are changed: at least one. */
  public int count(int size) {
    return (int) Math.max(1, Math.round(fraction * size));
  }
}
