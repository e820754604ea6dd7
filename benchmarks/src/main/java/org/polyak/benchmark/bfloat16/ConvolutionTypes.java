package org.polyak.benchmark.bfloat16;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.convolution_backward_data;
import org.bytedeco.dnnl.convolution_backward_weights;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.dnnl_version_t;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/**
 * Convolutions of 3x3, channels last, 64 images, in float32 and in bfloat16 with float32 gradients
 * of the weights: GFLOP/s of both and their ratio, in turns. Threads are OMP_NUM_THREADS.
 */
public final class ConvolutionTypes {

  private static final int BATCH = 64;
  private static final int TURNS = 9;
  private static final int ALGORITHM = dnnl.algorithm.convolution_direct.value;
  private static final long[] ONE = {1, 1};
  private static final long[] NONE = {0, 0};

  private final engine device = new engine(engine.kind.cpu, 0);
  private final stream stream = new stream(device);

  private ConvolutionTypes() {}

  /** A computation that is ready to run, again and again. */
  private record Ready(primitive primitive, IntMemoryMap arguments) {}

  /** One convolution's three computations. */
  private record Convolution(Ready forward, Ready byData, Ready byWeights) {}

  /** Prints a table. */
  public static void main(String[] arguments) {
    dnnl_version_t version = dnnl.dnnl_version();
    System.out.printf(
        "oneDNN %d.%d.%d, %s, 3x3, %d images, GFLOP/s in float32 and bfloat16, medians of %d%n%n",
        version.major(),
        version.minor(),
        version.patch(),
        dnnl.get_effective_cpu_isa(),
        BATCH,
        TURNS);
    System.out.println("| channels, pixels | forward | backward, data | backward, weights |");
    System.out.println("|---|---|---|---|");
    ConvolutionTypes types = new ConvolutionTypes();
    int[][] shapes = {{16, 32}, {32, 16}, {64, 8}, {64, 32}, {128, 16}, {256, 8}, {512, 4}};
    for (int[] shape : shapes) {
      types.measure(shape[0], shape[1]);
    }
  }

  private void measure(int channels, int side) {
    Convolution wide = convolution(channels, side, memory.data_type.f32);
    Convolution narrow = convolution(channels, side, memory.data_type.bf16);
    double operations = 2.0 * BATCH * channels * channels * 9 * side * side;
    System.out.printf(
        "| %d, %dx%d | %s | %s | %s |%n",
        channels,
        side,
        side,
        compare(wide.forward, narrow.forward, operations),
        compare(wide.byData, narrow.byData, operations),
        compare(wide.byWeights, narrow.byWeights, operations));
  }

  private String compare(Ready wide, Ready narrow, double operations) {
    double[] rates = new double[TURNS];
    double[] narrowRates = new double[TURNS];
    double[] ratios = new double[TURNS];
    for (int turn = 0; turn < TURNS; turn++) {
      rates[turn] = operations / seconds(wide) / 1e9;
      narrowRates[turn] = operations / seconds(narrow) / 1e9;
      ratios[turn] = narrowRates[turn] / rates[turn];
    }
    return String.format(
        Locale.ROOT, "%.0f, %.0f: %.2f", median(rates), median(narrowRates), median(ratios));
  }

  private double seconds(Ready ready) {
    ready.primitive.execute(stream, ready.arguments);
    stream._wait();
    int count = 4;
    long began = System.nanoTime();
    for (int i = 0; i < count; i++) {
      ready.primitive.execute(stream, ready.arguments);
      stream._wait();
    }
    return (System.nanoTime() - began) / 1e9 / count;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private Convolution convolution(int channels, int side, memory.data_type type) {
    memory.desc maps =
        new memory.desc(new long[] {BATCH, channels, side, side}, type, memory.format_tag.nhwc);
    long[] extents = {channels, channels, 3, 3};
    memory.desc weights = new memory.desc(extents, type, memory.format_tag.any);
    memory.desc byWeights = new memory.desc(extents, memory.data_type.f32, memory.format_tag.any);
    memory.desc noBias = new memory.desc();
    convolution_forward.primitive_desc forward =
        new convolution_forward.primitive_desc(
            device,
            dnnl.prop_kind.forward_training.value,
            ALGORITHM,
            maps,
            weights,
            noBias,
            maps,
            ONE,
            NONE,
            ONE,
            ONE);
    convolution_backward_data.primitive_desc data =
        new convolution_backward_data.primitive_desc(
            device, ALGORITHM, maps, weights, maps, ONE, NONE, ONE, ONE, forward);
    convolution_backward_weights.primitive_desc gradient =
        new convolution_backward_weights.primitive_desc(
            device, ALGORITHM, maps, byWeights, noBias, maps, ONE, NONE, ONE, ONE, forward);
    memory source = values(maps);
    memory target = values(maps);
    return new Convolution(
        ready(
            new convolution_forward(forward),
            Map.of(
                DNNL_ARG_SRC,
                source,
                DNNL_ARG_WEIGHTS,
                values(forward.weights_desc()),
                DNNL_ARG_DST,
                values(maps))),
        ready(
            new convolution_backward_data(data),
            Map.of(
                DNNL_ARG_DIFF_DST,
                target,
                DNNL_ARG_WEIGHTS,
                values(data.weights_desc()),
                DNNL_ARG_DIFF_SRC,
                values(maps))),
        ready(
            new convolution_backward_weights(gradient),
            Map.of(
                DNNL_ARG_SRC,
                source,
                DNNL_ARG_DIFF_DST,
                target,
                DNNL_ARG_DIFF_WEIGHTS,
                values(gradient.diff_weights_desc()))));
  }

  private static Ready ready(primitive primitive, Map<Integer, memory> arguments) {
    IntMemoryMap map = new IntMemoryMap();
    arguments.forEach(map::put);
    return new Ready(primitive, map);
  }

  /** Every value is about 0.01 in either type: nothing overflows, and nothing is denormal. */
  private memory values(memory.desc description) {
    memory values = new memory(description, device);
    Pointer.memset(new BytePointer(values.get_data_handle()), 0x3c, description.get_size());
    return values;
  }
}
