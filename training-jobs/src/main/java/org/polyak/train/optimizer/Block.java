package org.polyak.train.optimizer;

/**
 * Neighbouring parameters with their gradient and two values of state each, every kind at the start
 * of an array of its own. A loop over such arrays becomes vector instructions; over a state that
 * holds both values in one array, at a distance that the compiler does not know, it does not. Small
 * enough for the first cache.
 */
final class Block {

  private static final int SIZE = 1024;

  final float[] w = new float[SIZE];
  final float[] g = new float[SIZE];
  final float[] first = new float[SIZE];
  final float[] second = new float[SIZE];

  /** What is done with the first {@code length} values of a block. */
  @FunctionalInterface
  interface Work {
    void on(Block block, int length);
  }

  private Block() {}

  /**
   * Takes a range block by block.
   *
   * @param w parameters; changed as the work says
   * @param g their gradient; changed as the work says
   * @param state first values of all parameters, then second ones; changed as the work says
   */
  static void each(float[] w, float[] g, float[] state, int from, int to, Work work) {
    Block block = new Block();
    int half = w.length;
    for (int at = from; at < to; at += SIZE) {
      int length = Math.min(SIZE, to - at);
      System.arraycopy(w, at, block.w, 0, length);
      System.arraycopy(g, at, block.g, 0, length);
      System.arraycopy(state, at, block.first, 0, length);
      System.arraycopy(state, half + at, block.second, 0, length);
      work.on(block, length);
      System.arraycopy(block.w, 0, w, at, length);
      System.arraycopy(block.g, 0, g, at, length);
      System.arraycopy(block.first, 0, state, at, length);
      System.arraycopy(block.second, 0, state, half + at, length);
    }
  }
}
