package org.polyak.train.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.bytedeco.dnnl.matmul;
import org.bytedeco.dnnl.memory;
import org.polyak.train.network.Shape;

/**
 * A fully connected layer as matrix products; an image's channels-last values are one row. The
 * factors of products have the type of activations; bias, output and the gradient of the weights
 * are float32.
 */
final class DenseLayer implements CompiledLayer {

  private final Workshop workshop;
  private final int inputs;
  private final int units;
  private final int offset;
  private final Tensor input;
  private final Tensor output;
  private final Tensor rows;
  private final Tensor weights;
  private final Tensor bias;
  private final Tensor factors;
  private final List<Operation> forward = new ArrayList<>();
  private Tensor weightGradient;
  private Tensor outputGradient;

  /**
   * @param offset of its parameters in the network's
   */
  DenseLayer(Workshop workshop, Shape in, int units, Tensor input, int offset) {
    this.workshop = workshop;
    this.inputs = in.size();
    this.units = units;
    this.offset = offset;
    this.input = input;
    this.output = workshop.in(memory.data_type.f32).tensor(new Shape(1, 1, units));
    int batch = workshop.batch();
    this.rows = workshop.view(input, factor(memory.format_tag.ab, batch, inputs));
    this.weights = workshop.tensor(matrix(memory.format_tag.ab, inputs, units)).kept();
    this.factors = workshop.converted(weights, workshop.type(), forward);
    this.bias = workshop.tensor(matrix(memory.format_tag.ab, 1, units)).kept();
    Tensor result = workshop.view(output, matrix(memory.format_tag.ab, batch, units));
    matmul.primitive_desc description =
        workshop
            .scope()
            .own(
                new matmul.primitive_desc(
                    workshop.device(),
                    rows.description(),
                    factors.description(),
                    bias.description(),
                    result.description(),
                    workshop.attributes(),
                    false));
    forward.add(
        workshop.operation(
            description,
            new matmul(description),
            Map.of(
                DNNL_ARG_SRC,
                rows,
                DNNL_ARG_WEIGHTS,
                factors,
                DNNL_ARG_BIAS,
                bias,
                DNNL_ARG_DST,
                result)));
  }

  @Override
  public Tensor output() {
    return output;
  }

  @Override
  public List<Operation> forward() {
    return forward;
  }

  @Override
  public Backward backward(Tensor gradient, List<Boolean> wanted) {
    int batch = workshop.batch();
    outputGradient = workshop.view(gradient, matrix(memory.format_tag.ab, batch, units)).kept();
    weightGradient = workshop.tensor(weights.description()).kept();
    List<Operation> operations = new ArrayList<>();
    Tensor right = workshop.converted(outputGradient, workshop.type(), operations);
    // A transposed matrix is the same array read in the other order.
    operations.add(
        product(
            workshop.view(input, factor(memory.format_tag.ba, inputs, batch)),
            right,
            weightGradient));
    Tensor inputGradient = null;
    if (wanted.get(0)) {
      inputGradient = workshop.tensor(input.description());
      operations.add(
          product(
              right,
              workshop.view(factors, factor(memory.format_tag.ba, units, inputs)),
              workshop.view(inputGradient, rows.description())));
    }
    return new Backward(operations, Arrays.asList(inputGradient));
  }

  private Operation product(Tensor a, Tensor b, Tensor to) {
    matmul.primitive_desc description =
        workshop
            .scope()
            .own(
                new matmul.primitive_desc(
                    workshop.device(),
                    a.description(),
                    b.description(),
                    to.description(),
                    workshop.attributes(),
                    false));
    return workshop.operation(
        description,
        new matmul(description),
        Map.of(DNNL_ARG_SRC, a, DNNL_ARG_WEIGHTS, b, DNNL_ARG_DST, to));
  }

  private memory.desc factor(memory.format_tag layout, long rowCount, long columns) {
    return workshop.typed(layout, rowCount, columns);
  }

  private memory.desc matrix(memory.format_tag layout, long rowCount, long columns) {
    return workshop.description(layout, rowCount, columns);
  }

  @Override
  public void load(float[] parameters) {
    weights.write(parameters, offset, inputs * units);
    bias.write(parameters, offset + inputs * units, units);
  }

  @Override
  public void storeGradient(float[] gradient) {
    weightGradient.read(gradient, offset, inputs * units);
    float[] rowsOfOutput = new float[workshop.batch() * units];
    outputGradient.read(rowsOfOutput, 0, rowsOfOutput.length);
    for (int unit = 0; unit < units; unit++) {
      double sum = 0;
      for (int row = 0; row < workshop.batch(); row++) {
        sum += rowsOfOutput[row * units + unit];
      }
      gradient[offset + inputs * units + unit] = (float) sum;
    }
  }
}
