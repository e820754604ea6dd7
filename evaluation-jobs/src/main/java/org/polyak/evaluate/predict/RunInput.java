package org.polyak.evaluate.predict;

import java.io.Serializable;
import org.polyak.augment.image.Normalization;
import org.polyak.train.run.RunDescription;

/**
 * What it takes to use the models of a run.
 *
 * @param description what was trained
 * @param normalization of pixels, as in training
 */
public record RunInput(RunDescription description, Normalization normalization)
    implements Serializable {

  /** Whether the networks of both see the same pixels. */
  boolean seesAs(RunInput other) {
    return normalization.equals(other.normalization)
        && description.height() == other.description.height()
        && description.width() == other.description.width();
  }
}
