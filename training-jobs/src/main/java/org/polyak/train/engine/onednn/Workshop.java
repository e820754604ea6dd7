package org.polyak.train.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_FROM;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCRATCHPAD;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_0;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_TO;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.binary;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.primitive_desc_base;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.polyak.train.network.Shape;
import org.polyak.train.network.layer.Sides;

/**
 * Makes tensors and operations of one plan; what it makes is freed with the plan's scope.
 * Activations have the type of the workshop, all else is float32 unless it is said.
 */
final class Workshop {

  private final engine device;
  private final NativeScope scope;
  private final int batch;
  private final memory.data_type type;
  private final List<Buffer> buffers;
  private final List<Tensor> tensors;

  /**
   * For activations in float32.
   *
   * @param device oneDNN's engine
   * @param batch images of a pass
   */
  Workshop(engine device, NativeScope scope, int batch) {
    this(device, scope, batch, memory.data_type.f32, new ArrayList<>(), new ArrayList<>());
  }

  private Workshop(
      engine device,
      NativeScope scope,
      int batch,
      memory.data_type type,
      List<Buffer> buffers,
      List<Tensor> tensors) {
    this.device = device;
    this.scope = scope;
    this.batch = batch;
    this.type = type;
    this.buffers = buffers;
    this.tensors = tensors;
  }

  /** The same for activations of another type; what both make is allocated together. */
  Workshop in(memory.data_type other) {
    return new Workshop(device, scope, batch, other, buffers, tensors);
  }

  /** The type of activations. */
  memory.data_type type() {
    return type;
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
    return typed(memory.format_tag.nhwc, batch, shape.channels(), shape.height(), shape.width());
  }

  /** Describes an array of float32; extents in oneDNN's order, whatever the layout. */
  memory.desc description(memory.format_tag layout, long... extents) {
    return scope.own(new memory.desc(extents, memory.data_type.f32, layout));
  }

  /** Describes an array of the type of activations. */
  memory.desc typed(memory.format_tag layout, long... extents) {
    return scope.own(new memory.desc(extents, type, layout));
  }

  /** Describes a part of an array of float32 by its strides. */
  memory.desc strided(long[] extents, long[] strides) {
    return scope.own(new memory.desc(extents, memory.data_type.f32, strides));
  }

  /** Describes a part of activations by its strides. */
  memory.desc stridedActivations(long[] extents, long[] strides) {
    return scope.own(new memory.desc(extents, type, strides));
  }

  /** A new array, which holds its values from the first operation of a pass that uses it. */
  Tensor tensor(memory.desc description) {
    Buffer buffer = new Buffer(description.get_size());
    buffers.add(buffer);
    return tensor(description, buffer);
  }

  /** A new array for activations. */
  Tensor tensor(Shape shape) {
    return tensor(activations(shape));
  }

  /** The same array under another description. */
  Tensor view(Tensor tensor, memory.desc description) {
    return tensor(description, tensor.buffer());
  }

  private Tensor tensor(memory.desc description, Buffer buffer) {
    Pointer noAddressYet = null;
    Tensor tensor =
        new Tensor(description, scope.own(new memory(description, device, noAddressYet)), buffer);
    tensors.add(tensor);
    return tensor;
  }

  /**
   * Attributes for every primitive: its scratch memory is an argument like others. oneDNN's own
   * scratch memory belongs to the thread that makes the primitive, and no other may execute it.
   */
  primitive_attr attributes() {
    primitive_attr attributes = scope.own(new primitive_attr());
    attributes.set_scratchpad_mode(dnnl.scratchpad_mode.user);
    return attributes;
  }

  /** Binds a primitive to its arrays. */
  Operation operation(
      primitive_desc_base description, primitive primitive, Map<Integer, Tensor> arguments) {
    Map<Integer, Tensor> all = new HashMap<>(arguments);
    memory.desc scratch = scope.own(description.scratchpad_desc());
    if (scratch.get_size() > 0) {
      all.put(DNNL_ARG_SCRATCHPAD, tensor(scratch));
    }
    IntMemoryMap map = scope.own(new IntMemoryMap());
    all.forEach((number, tensor) -> map.put(number, tensor.memory()));
    return new NativeOperation(scope.own(primitive), map, List.copyOf(all.values()));
  }

  /**
   * Gives every array an address, and zeros as its first values.
   *
   * @param pass all operations of a pass, in order
   */
  void allocate(List<Operation> pass) {
    for (int i = 0; i < pass.size(); i++) {
      for (Tensor tensor : pass.get(i).tensors()) {
        tensor.buffer().usedAt(i);
      }
    }
    memory.desc bytes =
        scope.own(
            new memory.desc(
                new long[] {MemoryLayout.place(buffers)},
                memory.data_type.u8,
                memory.format_tag.a));
    memory all = scope.own(new memory(bytes, device));
    BytePointer start = new BytePointer(all.get_data_handle());
    Pointer.memset(start, 0, bytes.get_size());
    for (Tensor tensor : tensors) {
      tensor.memory().set_data_handle(start.getPointer(tensor.buffer().offset()));
    }
  }

  /** The same values in another type: a copy in {@code operations}, or the array itself. */
  Tensor converted(Tensor tensor, memory.data_type wanted, List<Operation> operations) {
    if (tensor.isOf(wanted)) {
      return tensor;
    }
    memory.desc plain = tensor.description();
    Tensor converted =
        tensor(
            scope.own(
                new memory.desc(
                    scope.own(plain.get_dims()), wanted, scope.own(plain.get_strides()))));
    operations.add(copy(tensor, converted));
    return converted;
  }

  /** Copies between layouts and types. */
  Operation copy(Tensor from, Tensor to) {
    reorder.primitive_desc description =
        scope.own(
            new reorder.primitive_desc(
                device, from.description(), device, to.description(), attributes(), false));
    return operation(
        description, new reorder(description), Map.of(DNNL_ARG_FROM, from, DNNL_ARG_TO, to));
  }

  /** to = a + b. */
  Operation sum(Tensor a, Tensor b, Tensor to) {
    return binary(dnnl.algorithm.binary_add.value, a, b, to);
  }

  /** to = a b, value by value; b may have extents of 1 where a has more. */
  Operation product(Tensor a, Tensor b, Tensor to) {
    return binary(dnnl.algorithm.binary_mul.value, a, b, to);
  }

  private Operation binary(int algorithm, Tensor a, Tensor b, Tensor to) {
    binary.primitive_desc description =
        scope.own(
            new binary.primitive_desc(
                device,
                algorithm,
                a.description(),
                b.description(),
                to.description(),
                attributes(),
                false));
    return operation(
        description,
        new binary(description),
        Map.of(DNNL_ARG_SRC_0, a, DNNL_ARG_SRC_1, b, DNNL_ARG_DST, to));
  }

  /** Rows and columns in oneDNN's order. */
  static long[] both(Sides sides) {
    return new long[] {sides.height(), sides.width()};
  }
}
