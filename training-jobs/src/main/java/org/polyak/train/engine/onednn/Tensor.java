package org.polyak.train.engine.onednn;

import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.FloatPointer;

/**
 * A native array of float32 with its description.
 *
 * @param description extents and layout
 * @param memory the array
 * @param values the same array as plain floats, in the order of its layout
 */
record Tensor(memory.desc description, memory memory, FloatPointer values) {

  /** Copies {@code length} values in. */
  void write(float[] source, int offset, int length) {
    values.position(0).put(source, offset, length);
  }

  /** Copies {@code length} values out. */
  void read(float[] target, int offset, int length) {
    values.position(0).get(target, offset, length);
  }
}
