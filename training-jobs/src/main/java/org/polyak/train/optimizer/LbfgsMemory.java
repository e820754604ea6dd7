package org.polyak.train.optimizer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What L-BFGS remembers from step to step, as one vector: the loss before the last step in two
 * parts, the gradient there, the step, and pairs of steps and changes of the gradient, the oldest
 * first.
 *
 * @param loss before the last step
 * @param gradient before the last step
 * @param step the last one
 * @param steps of the pairs
 * @param changes of the gradient, of the pairs
 */
record LbfgsMemory(
    double loss, float[] gradient, float[] step, List<float[]> steps, List<float[]> changes) {

  private static final int HEAD = 2;

  static LbfgsMemory empty(int size) {
    return new LbfgsMemory(0, new float[size], new float[size], List.of(), List.of());
  }

  /** Reads a vector. */
  static LbfgsMemory of(float[] vector, int size) {
    List<float[]> steps = new ArrayList<>();
    List<float[]> changes = new ArrayList<>();
    for (int at = HEAD + 2 * size; at < vector.length; at += 2 * size) {
      steps.add(Arrays.copyOfRange(vector, at, at + size));
      changes.add(Arrays.copyOfRange(vector, at + size, at + 2 * size));
    }
    return new LbfgsMemory(
        (double) vector[0] + vector[1],
        Arrays.copyOfRange(vector, HEAD, HEAD + size),
        Arrays.copyOfRange(vector, HEAD + size, HEAD + 2 * size),
        steps,
        changes);
  }

  /** What the last step should have changed the loss by, were it a plane: negative. */
  double promised() {
    return dot(gradient, step);
  }

  /** With the pair that the last step gives, if the loss is curved upwards along it. */
  LbfgsMemory learned(float[] now, int most, double leastCurvature) {
    float[] change = new float[step.length];
    for (int i = 0; i < change.length; i++) {
      change[i] = now[i] - gradient[i];
    }
    if (dot(change, step) <= leastCurvature) {
      return this;
    }
    List<float[]> newSteps = new ArrayList<>(steps);
    List<float[]> newChanges = new ArrayList<>(changes);
    newSteps.add(step);
    newChanges.add(change);
    int from = Math.max(0, newSteps.size() - most);
    return new LbfgsMemory(
        loss,
        gradient,
        step,
        newSteps.subList(from, newSteps.size()),
        newChanges.subList(from, newChanges.size()));
  }

  /** -H g by the two-loop recursion. */
  double[] direction(float[] now) {
    double[] q = new double[step.length];
    for (int i = 0; i < q.length; i++) {
      q[i] = now[i];
    }
    double[] alpha = new double[steps.size()];
    for (int k = steps.size() - 1; k >= 0; k--) {
      alpha[k] = dot(steps.get(k), q) / dot(steps.get(k), changes.get(k));
      add(q, -alpha[k], changes.get(k));
    }
    if (!steps.isEmpty()) {
      float[] s = steps.get(steps.size() - 1);
      float[] y = changes.get(changes.size() - 1);
      double scale = dot(s, y) / dot(y, y);
      for (int i = 0; i < q.length; i++) {
        q[i] *= scale;
      }
    }
    for (int k = 0; k < steps.size(); k++) {
      double beta = dot(changes.get(k), q) / dot(steps.get(k), changes.get(k));
      add(q, alpha[k] - beta, steps.get(k));
    }
    for (int i = 0; i < q.length; i++) {
      q[i] = -q[i];
    }
    return q;
  }

  /** Goes back half of the last step; gives what to remember. */
  float[] halved(float[] parameters) {
    float[] half = new float[step.length];
    for (int i = 0; i < half.length; i++) {
      float moved = parameters[i] - step[i] / 2;
      half[i] = step[i] - (parameters[i] - moved);
      parameters[i] = moved;
    }
    return after(loss, gradient, half);
  }

  /** As a vector, after a step from a place with this loss and gradient. */
  float[] after(double before, float[] there, float[] taken) {
    int size = taken.length;
    float[] vector = new float[HEAD + 2 * size * (1 + steps.size())];
    vector[0] = (float) before;
    vector[1] = (float) (before - vector[0]);
    System.arraycopy(there, 0, vector, HEAD, size);
    System.arraycopy(taken, 0, vector, HEAD + size, size);
    for (int k = 0; k < steps.size(); k++) {
      int at = HEAD + 2 * size * (1 + k);
      System.arraycopy(steps.get(k), 0, vector, at, size);
      System.arraycopy(changes.get(k), 0, vector, at + size, size);
    }
    return vector;
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }

  private static double dot(float[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static void add(double[] to, double factor, float[] what) {
    for (int i = 0; i < to.length; i++) {
      to[i] += factor * what[i];
    }
  }
}
