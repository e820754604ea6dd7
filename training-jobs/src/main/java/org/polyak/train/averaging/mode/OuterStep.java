package org.polyak.train.averaging.mode;

import java.io.Serializable;

/**
 * A step of an outer optimiser, for which a round of all replicas is one gradient: with x the state
 * that the round started from, m the replicas' mean and d = x - m,
 *
 * <pre>
 * u &lt;- momentum * u + d / rate of the inner steps        (slow momentum)
 * x &lt;- x - factor * rate of the inner steps * u
 *
 * u &lt;- momentum * u + d                                  (Nesterov)
 * x &lt;- x - factor * (d + momentum * u)
 * </pre>
 *
 * <p>Slow momentum is SlowMo (Wang et al. 2020, "SlowMo: improving communication-efficient
 * distributed SGD with slow momentum", algorithm 1, alpha = factor, beta = momentum); the rate is
 * the mean one of the round's steps, and a round whose steps all have the rate 0 adds nothing to u.
 * Nesterov's is DiLoCo's (Douillard et al. 2023, "DiLoCo: distributed low-communication training of
 * language models", with factor 0.7 and momentum 0.9), in the form of Sutskever et al. 2013.
 *
 * <p>With factor 1 and momentum 0 both are plain averaging, to the bit.
 *
 * @param kind which of the two
 * @param factor alpha of SlowMo, outer learning rate of DiLoCo
 * @param momentum of u, from 0 to below 1
 */
public record OuterStep(Kind kind, double factor, double momentum) implements Serializable {

  /** The rules. */
  public enum Kind {
    /** SlowMo. */
    SLOWMO,
    /** DiLoCo. */
    NESTEROV
  }

  /**
   * One step.
   *
   * @param start x; not modified
   * @param mean m; becomes the new x
   * @param memory u, which starts with zeros; changed
   * @param rate mean learning rate of the round's steps
   */
  public void apply(float[] start, float[] mean, float[] memory, double rate) {
    boolean slow = kind == Kind.SLOWMO;
    double gain = !slow ? 1 : rate == 0 ? 0 : 1 / rate;
    // How far the new x lies from m, in parts of u as it was and of d.
    double pull = factor * momentum * (slow ? rate : momentum);
    double rest = slow ? 1 - factor : 1 - factor * (1 + momentum);
    for (int i = 0; i < mean.length; i++) {
      double d = (double) start[i] - mean[i];
      double correction = rest * d - pull * memory[i];
      memory[i] = (float) (momentum * memory[i] + gain * d);
      if (correction != 0) {
        mean[i] = (float) (mean[i] + correction);
      }
    }
  }
}
