package org.polyak.evaluate.predict;

import java.util.ArrayList;
import java.util.List;

/** Views of one size that wait to go through all models together. */
final class ViewBatch {

  private final int height;
  private final int width;
  private final int capacity;
  private final float[] pixels;
  private final List<Pending> pending = new ArrayList<>();

  /**
   * A view in a batch.
   *
   * @param image it is of
   * @param places its number among the views of each test time, -1 if it is none of them
   * @param parts of the mean that test times take of it
   */
  record Pending(OpenImage image, int[] places, double[] parts) {}

  /**
   * @param height rows of views
   * @param width their columns
   * @param capacity views, at least 1
   */
  ViewBatch(int height, int width, int capacity) {
    this.height = height;
    this.width = width;
    this.capacity = capacity;
    this.pixels = new float[capacity * values()];
  }

  int height() {
    return height;
  }

  int width() {
    return width;
  }

  /** Floats of a view. */
  int values() {
    return height * width * 3;
  }

  /** {@code [views][height][width][3]}, longer than the views that are there. */
  float[] pixels() {
    return pixels;
  }

  List<Pending> pending() {
    return pending;
  }

  /** Takes a view whose pixels were written behind those of the others. */
  void add(Pending view) {
    pending.add(view);
  }

  /** Where the pixels of the next view belong. */
  int offset() {
    return pending.size() * values();
  }

  boolean full() {
    return pending.size() == capacity;
  }
}
