package org.polyak.train.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_FROM;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_0;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_TO;

import java.util.Arrays;
import java.util.Map;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.binary;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.javacpp.FloatPointer;
import org.polyak.train.network.Shape;

/** Makes tensors and operations of one plan; what it makes is freed with the plan's scope. */
final class Workshop {

  private final engine device;
  private final NativeScope scope;
  private final int batch;

  /**
   * @param device oneDNN's engine
   * @param batch images of a pass
   */
  Workshop(engine device, NativeScope scope, int batch) {
    this.device = device;
    this.scope = scope;
    this.batch = batch;
  }

  engine device() {
    return device;
  }

  int batch() {
    return batch;
  }

  NativeScope scope() {
    return scope;
  }

  /** Describes activations of a shape, channels last. */
  memory.desc activations(Shape shape) {
    return description(
        memory.format_tag.nhwc, batch, shape.channels(), shape.height(), shape.width());
  }

  /** Describes an array; extents in oneDNN's order, whatever the layout. */
  memory.desc description(memory.format_tag layout, long... extents) {
    return scope.own(new memory.desc(extents, memory.data_type.f32, layout));
  }

  /** Describes a part of an array by its strides. */
  memory.desc strided(long[] extents, long[] strides) {
    return scope.own(new memory.desc(extents, memory.data_type.f32, strides));
  }

  /** A new array of zeros. */
  Tensor tensor(memory.desc description) {
    memory memory = scope.own(new memory(description, device));
    long bytes = description.get_size();
    FloatPointer values = new FloatPointer(memory.get_data_handle()).capacity(bytes / Float.BYTES);
    float[] zeros = new float[(int) Math.min(bytes / Float.BYTES, 1 << 16)];
    for (long at = 0; at < bytes / Float.BYTES; at += zeros.length) {
      int length = (int) Math.min(zeros.length, bytes / Float.BYTES - at);
      values.position(at).put(zeros, 0, length);
    }
    return new Tensor(description, memory, values.position(0));
  }

  /** A new array for activations. */
  Tensor tensor(Shape shape) {
    return tensor(activations(shape));
  }

  /** The same array under another description. */
  Tensor view(Tensor tensor, memory.desc description) {
    return new Tensor(
        description,
        scope.own(new memory(description, device, tensor.memory().get_data_handle())),
        tensor.values());
  }

  /** Binds a primitive to its arrays. */
  Operation operation(primitive primitive, Map<Integer, Tensor> arguments) {
    IntMemoryMap map = scope.own(new IntMemoryMap());
    arguments.forEach((number, tensor) -> map.put(number, tensor.memory()));
    return new Operation(scope.own(primitive), map);
  }

  /** Copies between layouts. */
  Operation copy(Tensor from, Tensor to) {
    reorder.primitive_desc description =
        scope.own(new reorder.primitive_desc(device, from.description(), device, to.description()));
    return operation(new reorder(description), Map.of(DNNL_ARG_FROM, from, DNNL_ARG_TO, to));
  }

  /** to = a + b. */
  Operation sum(Tensor a, Tensor b, Tensor to) {
    binary.primitive_desc description =
        scope.own(
            new binary.primitive_desc(
                device,
                dnnl.algorithm.binary_add.value,
                a.description(),
                b.description(),
                to.description()));
    return operation(
        new binary(description), Map.of(DNNL_ARG_SRC_0, a, DNNL_ARG_SRC_1, b, DNNL_ARG_DST, to));
  }

  /** Both sides of a square window or stride. */
  static long[] square(long extent) {
    long[] sides = new long[2];
    Arrays.fill(sides, extent);
    return sides;
  }
}
