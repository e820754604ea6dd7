package org.polyak.train.network.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.polyak.pipeline.error.PolyakException;
import org.polyak.train.network.Network;
import org.polyak.train.network.NetworkBuilder;
import org.polyak.train.network.Networks;
import org.polyak.train.network.Shape;
import org.polyak.train.network.layer.Add;
import org.polyak.train.network.layer.Convolution;
import org.polyak.train.network.layer.Dense;
import org.polyak.train.network.layer.MaxPool;
import org.polyak.train.network.layer.Relu;
import org.polyak.train.network.recipe.NetworkConfig;
import org.polyak.train.network.zoo.ZooFixture;

class NetworkCostTest {

  /** Two 3x3 see 5x5, three see 7x7. */
  @Test
  void stacksOfSmallFiltersSeeAsMuchAsLargeOnes() {
    Network stack =
        new NetworkBuilder("stack", new Shape(9, 9, 4))
            .then("a", new Convolution(4, 3, 1, 1, false))
            .then("b", new Convolution(4, 3, 1, 1, false))
            .then("c", new Convolution(4, 3, 1, 1, false))
            .build();
    assertThat(fields(stack)).isEqualTo("3/1 5/1 7/1");
  }

  /** By hand: r + (F - 1) j, then j S. */
  @Test
  void stridesWidenWhatTheNextLayersSee() {
    Network network =
        new NetworkBuilder("strides", new Shape(64, 64, 3))
            .then("a", new Convolution(4, 7, 2, 3, false))
            .then("b", new MaxPool(3, 2, 1, false))
            .then("c", new Convolution(4, 3, 1, 1, false).dilated(2))
            .then("d", new Relu())
            .then("e", new Dense(2))
            .build();
    assertThat(fields(network)).isEqualTo("7/2 11/4 27/4 27/4 all");
  }

  /**
   * Araujo et al., "Computing receptive fields of convolutional neural networks", 2019, table 1.
   * With the stride in the 3x3 the field of ResNet-50 is smaller, by hand: 11 + 3 x 8, + 8 + 3 x
   * 16, + 16 + 5 x 32, + 32 + 2 x 64.
   */
  @Test
  void fieldsOfVggAndResNetAreThePublishedOnes() {
    assertThat(field(Networks.create("vgg16", new Shape(224, 224, 3), 1000), "pool5"))
        .isEqualTo("212/32");
    assertThat(field(Networks.create("alexnet", new Shape(227, 227, 3), 1000), "pool5"))
        .isEqualTo("195/32");
    Shape image = new Shape(224, 224, 3);
    NetworkConfig first = ZooFixture.config("resnet50", "stride-in: 1x1");
    assertThat(field(first.create(image, 1000), "s4b3/add")).isEqualTo("483/32");
    assertThat(field(Networks.create("resnet50", image, 1000), "s4b3/add")).isEqualTo("427/32");
  }

  /** Three 3x3 of C filters: 27 C^2 weights and 27 H W C^2 multiply-adds; one 7x7: 49. */
  @Test
  void smallFiltersSaveWeightsAndWork() {
    Network small =
        new NetworkBuilder("small", new Shape(10, 12, 8))
            .then("a", new Convolution(8, 3, 1, 1, false))
            .then("b", new Convolution(8, 3, 1, 1, false))
            .then("c", new Convolution(8, 3, 1, 1, false))
            .build();
    Network large =
        new NetworkBuilder("large", new Shape(10, 12, 8))
            .then("a", new Convolution(8, 7, 1, 3, false))
            .build();
    assertThat(NetworkCost.of(small).parameters()).isEqualTo(27 * 64);
    assertThat(NetworkCost.of(small).multiplyAdds()).isEqualTo(27 * 10 * 12 * 64);
    assertThat(NetworkCost.of(large).parameters()).isEqualTo(49 * 64);
    assertThat(NetworkCost.of(large).multiplyAdds()).isEqualTo(49 * 10 * 12 * 64);
  }

  /** Activations keep nothing of their own; a sum does. */
  @Test
  void memoryCountsOutputsThatNothingOverwrites() {
    NetworkBuilder builder =
        new NetworkBuilder("sum", new Shape(4, 4, 2))
            .then("a", new Convolution(2, 3, 1, 1, true))
            .then("b", new Relu());
    NetworkCost cost = NetworkCost.of(builder.join("c", new Add(), "b", "input").build());
    assertThat(cost.forwardFloats()).isEqualTo(3 * 32);
    assertThat(cost.backwardFloats()).isEqualTo(2 * 32);
  }

  @Test
  void moreWeightsThanAVectorHoldsAreCountedAndNotTrained() {
    Network network =
        new NetworkBuilder("large", new Shape(200, 200, 3)).then("fc", new Dense(120_000)).build();
    assertThat(NetworkCost.of(network).multiplyAdds()).isEqualTo(14_400_000_000L);
    assertThat(network.parameterTotal()).isEqualTo(14_400_120_000L);
    assertThatThrownBy(network::parameterCount)
        .isInstanceOf(PolyakException.class)
        .hasMessage(
            "large has 14,400,120,000 parameters, more than the 2,147,483,647 that one vector"
                + " holds");
  }

  @Test
  void tablesFitIntoAHundredColumns() {
    for (String name : List.of("vgg16", "inception-v3", "se-resnet152", "densenet-bc-190-40")) {
      NetworkConfig config = NetworkConfig.named(name);
      Network network = config.create(config.architecture().purpose().input(), 1000);
      assertThat(CostTable.of(NetworkCost.of(network)).lines())
          .as(name)
          .allMatch(line -> line.length() <= 100);
    }
  }

  private static String fields(Network network) {
    return NetworkCost.of(network).nodes().stream()
        .map(node -> node.field().toString())
        .collect(Collectors.joining(" "));
  }

  private static String field(Network network, String name) {
    return NetworkCost.of(network).nodes().stream()
        .filter(node -> node.node().name().equals(name))
        .findFirst()
        .orElseThrow()
        .field()
        .toString();
  }
}
