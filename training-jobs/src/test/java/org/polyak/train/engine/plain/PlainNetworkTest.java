package org.polyak.train.engine.plain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.polyak.train.engine.LayerNetworks;
import org.polyak.train.gradient.CheckedBatch;
import org.polyak.train.gradient.GradientCheck;
import org.polyak.train.gradient.Precision;
import org.polyak.train.gradient.TrainingLoss;
import org.polyak.train.gradient.Verdict;
import org.polyak.train.loss.SoftmaxCrossEntropy;
import org.polyak.train.network.Network;

class PlainNetworkTest {

  static Stream<Network> networks() {
    return LayerNetworks.all();
  }

  /** All layers, by parameters and by images, in training mode with one draw of their masks. */
  @ParameterizedTest
  @MethodSource("networks")
  void gradientsAreThoseOfCentredDifferences(Network network) {
    int size = network.parameterCount() > 10_000 ? 2 : 5;
    CheckedBatch batch = CheckedBatch.random(network, size, 4);
    TrainingLoss.Gradient gradient =
        new TrainingLoss(network, new SoftmaxCrossEntropy(), batch)
            .gradient(batch.parameters(), batch.images());
    GradientCheck check =
        new GradientCheck(network, new SoftmaxCrossEntropy(), batch, Precision.DOUBLE, size * 2, 5);
    assertThat(check.parameters(gradient.byParameters()))
        .allSatisfy(
            result -> assertThat(result.verdict()).as("%s", result).isEqualTo(Verdict.GOOD));
    GradientCheck.Result images = check.images(gradient.byImages());
    assertThat(images.verdict()).as("%s", images).isEqualTo(Verdict.GOOD);
  }
}
