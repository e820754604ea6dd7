package org.polyak.train.network.layer;

/**
 * Where windows lie along one side: window i starts at {@code i * stride - padding}.
 *
 * @param size extent F of a window, gaps of dilation included
 * @param stride step S
 * @param padding P on both ends
 * @param ceil whether the last windows may reach beyond the padding
 */
record Windows(int size, int stride, int padding, boolean ceil) {

  /**
   * How many windows there are on {@code input} values: (W - F + 2P) / S + 1, rounded down, or up
   * with {@code ceil}; but every window starts on a value or on the padding before it.
   */
  int count(int input) {
    int span = input - size + 2 * padding;
    if (span < 0) {
      throw new IllegalArgumentException(
          "A window of %d does not fit into %d with padding %d".formatted(size, input, padding));
    }
    int count = (ceil ? Math.floorDiv(span + stride - 1, stride) : span / stride) + 1;
    return ceil && (count - 1) * stride >= input + padding ? count - 1 : count;
  }
}
