package org.polyak.train.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.polyak.train.network.Network;
import org.polyak.train.network.Networks;
import org.polyak.train.network.Shape;

/** Why a learning rate fits one scale of inputs only. */
class InputScaleGradientTest {

  private static final int BATCH = 8;
  private static final int CLASSES = 5;
  private static final Shape IMAGE = new Shape(4, 3, 3);

  /**
   * With weights 0 all classes have one probability whatever the inputs, and the gradient of a
   * weight is a sum of inputs: a thousand times the inputs, a thousand times the gradient. That of
   * a bias does not see them.
   */
  @ParameterizedTest
  @ValueSource(strings = {"onednn", "nd4j", "dl4j"})
  void inputsTimesAThousandAreGradientsTimesAThousand(String engine) {
    Network network = Networks.create("softmax", IMAGE, CLASSES);
    Random random = new Random(6);
    float[] images = new float[BATCH * IMAGE.size()];
    float[] large = new float[images.length];
    for (int i = 0; i < images.length; i++) {
      images[i] = random.nextFloat() - 0.5f;
      large[i] = 1000 * images[i];
    }
    float[] targets = new float[BATCH * CLASSES];
    for (int i = 0; i < BATCH; i++) {
      targets[i * CLASSES + random.nextInt(CLASSES)] = 1;
    }
    float[] parameters = new float[network.parameterCount()];
    float[] gradient = new float[parameters.length];
    float[] larger = new float[parameters.length];
    try (Engine machine = Engines.create(engine, network, 1)) {
      machine.gradient(parameters, new Batch(BATCH, images, targets), gradient, new float[0]);
      machine.gradient(parameters, new Batch(BATCH, large, targets), larger, new float[0]);
    }
    for (Network.ParameterSlice slice : network.parameterSlices()) {
      boolean bias = slice.parameter().size() == CLASSES;
      for (int i = slice.offset(); i < slice.offset() + slice.parameter().size(); i++) {
        double factor = bias ? 1 : 1000;
        assertThat((double) larger[i]).isCloseTo(factor * gradient[i], within(factor * 1e-6));
      }
    }
    assertThat(Math.abs(gradient[0])).isGreaterThan(1e-4f);
  }
}
