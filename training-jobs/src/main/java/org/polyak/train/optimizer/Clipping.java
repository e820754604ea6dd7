package org.polyak.train.optimizer;

import java.io.Serializable;
import org.polyak.pipeline.config.Section;

/**
 * Limits the gradient of the loss, before penalties are added to it: by norm, where a longer
 * gradient is scaled to the limit (Pascanu et al. 2013), or value by value.
 *
 * @param norm greatest Euclidean norm of the whole gradient of a replica's step; 0 for none
 * @param value greatest magnitude of a value; 0 for none
 */
public record Clipping(double norm, double value) implements Serializable {

  /** Leaves gradients as they are. */
  public static final Clipping NONE = new Clipping(0, 0);

  /** Reads {@code training.optimizer.clip}. */
  public static Clipping read(Section section) {
    Clipping clipping =
        new Clipping(section.decimal("norm", 0, 0, 1e9), section.decimal("value", 0, 0, 1e9));
    if (clipping.norm() > 0 && clipping.value() > 0) {
      section.problem("value", "gradients are clipped by norm or by value, not by both");
    }
    return clipping;
  }

  /** Clips in place. A gradient that is not finite stays as it is. */
  public void apply(float[] gradient) {
    if (norm > 0) {
      double length = Norms.norm(gradient, 0, gradient.length);
      if (length > norm && Double.isFinite(length)) {
        float scale = (float) (norm / length);
        for (int i = 0; i < gradient.length; i++) {
          gradient[i] *= scale;
        }
      }
    }
    if (value > 0) {
      float limit = (float) value;
      for (int i = 0; i < gradient.length; i++) {
        gradient[i] = Math.max(-limit, Math.min(limit, gradient[i]));
      }
    }
  }
}
