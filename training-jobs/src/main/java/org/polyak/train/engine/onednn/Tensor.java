package org.polyak.train.engine.onednn;

import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.FloatPointer;

/**
 * A native array with its description.
 *
 * @param description extents and layout
 * @param memory oneDNN's handle, without an address until the plan's memory is allocated
 * @param buffer where the values lie; several tensors may be views of one
 */
record Tensor(memory.desc description, memory memory, Buffer buffer) {

  /** The type of its values. */
  memory.data_type type() {
    return description.get_data_type().intern();
  }

  /** Whether its values have a type. */
  boolean isOf(memory.data_type wanted) {
    return type() == wanted;
  }

  /** Keeps the values from pass to pass, so that they can be written and read between. */
  Tensor kept() {
    buffer.keep();
    return this;
  }

  /** Copies {@code length} values in, in the order of the layout. */
  void write(float[] source, int offset, int length) {
    new FloatPointer(memory.get_data_handle()).put(source, offset, length);
  }

  /** Copies {@code length} values out, in the order of the layout. */
  void read(float[] target, int offset, int length) {
    new FloatPointer(memory.get_data_handle()).get(target, offset, length);
  }
}
