package org.polyak.augment.render;

/** Computes a new image row by row, from the first to the last. */
interface RowRenderer {

  /**
   * Computes a row; what places without a pixel of the old image get is undefined.
   *
   * @param line receives the values of all columns
   */
  void render(int row, float[] line);

  /**
   * Fills places of a row that have no pixel of the old image.
   *
   * @param to has the values of all columns from {@code at} on
   */
  void blank(int row, float[] to, int at);
}
