package org.polyak.train.optimizer;

/**
 * Limited-memory BFGS (Liu and Nocedal 1989, "On the limited memory BFGS method for large scale
 * optimization") for gradients of all images: replicas take no steps but sum up the gradient of
 * their slice, and the driver takes one step an epoch with the mean of all. Its direction is -H g,
 * where H, an approximation of the inverse Hessian, is made of the last {@code memory} steps s and
 * changes of the gradient y by the two-loop recursion, from y s / y y times the identity.
 *
 * <p>The step is the rate times the direction; the first one, of which nothing is known yet, is no
 * longer than the rate in the sum of its magnitudes. It stands if the loss falls by at least 1e-4
 * of what the gradient promises (Armijo's condition). That is seen in the next epoch: if it does
 * not, that epoch goes back half of the step. Pairs without positive curvature are left out.
 *
 * @param memory pairs that are kept, 1 or more
 */
public record Lbfgs(int memory) implements UpdateRule {

  private static final double ENOUGH = 1e-4;
  private static final double LEAST_CURVATURE = 1e-10;

  @Override
  public int slots() {
    return 1;
  }

  /** The number of batches in the mean. */
  @Override
  public int scalars() {
    return 1;
  }

  @Override
  public boolean hasMomentum() {
    return false;
  }

  @Override
  public void begin(float[] state, Step step) {
    state[state.length - 1]++;
  }

  /** Takes the gradient of a batch into the mean; the parameters stay. */
  @Override
  public void update(
      float[] parameters, float[] gradient, float[] state, ParameterRange range, Step step) {
    float batches = state[state.length - 1];
    float decay = (float) step.decay();
    for (int i = range.from(); i < range.to(); i++) {
      state[i] += (gradient[i] + decay * parameters[i] - state[i]) / batches;
    }
  }

  /**
   * One step, in place.
   *
   * @param parameters changed
   * @param gradient of the mean loss of all images, penalties included, and perhaps more behind it
   * @param loss that loss, penalties included
   * @param rate length of the step in directions
   * @param before what the step before left; empty at the start. Not modified
   * @return what to remember
   */
  public float[] step(
      float[] parameters, float[] gradient, double loss, double rate, float[] before) {
    int size = parameters.length;
    if (before.length == 0) {
      LbfgsMemory first = LbfgsMemory.empty(size);
      double length = 0;
      for (int i = 0; i < size; i++) {
        length += Math.abs(gradient[i]);
      }
      return move(first, parameters, gradient, loss, rate * Math.min(1, 1 / length));
    }
    LbfgsMemory last = LbfgsMemory.of(before, size);
    if (!(loss <= last.loss() + ENOUGH * last.promised())) {
      return last.halved(parameters);
    }
    return move(last.learned(gradient, memory, LEAST_CURVATURE), parameters, gradient, loss, rate);
  }

  private static float[] move(
      LbfgsMemory known, float[] parameters, float[] gradient, double loss, double rate) {
    double[] direction = known.direction(gradient);
    float[] step = new float[parameters.length];
    for (int i = 0; i < step.length; i++) {
      float moved = (float) (parameters[i] + rate * direction[i]);
      step[i] = moved - parameters[i];
      parameters[i] = moved;
    }
    return known.after(loss, gradient, step);
  }
}
