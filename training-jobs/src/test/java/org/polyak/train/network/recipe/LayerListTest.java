package org.polyak.train.network.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.polyak.pipeline.config.Recipe;
import org.polyak.pipeline.error.PolyakException;
import org.polyak.train.network.Network;
import org.polyak.train.network.Networks;
import org.polyak.train.network.Node;
import org.polyak.train.network.Shape;
import org.polyak.train.network.zoo.ZooFixture;

class LayerListTest {

  private static final Shape CIFAR = new Shape(32, 32, 3);

  private static final String RESNET8 =
      """
      network:
        name: mine
        layers:
          - {type: convolution, filters: 16, bias: false, name: conv}
          - {type: batch-norm, name: bn}
          - {type: relu, name: relu}
          - name: s1b1
            layers:
              - {type: convolution, filters: 16, bias: false, name: conv1}
              - {type: batch-norm, name: bn1}
              - {type: relu, name: relu1}
              - {type: convolution, filters: 16, bias: false, name: conv2}
              - {type: batch-norm, name: bn2}
              - {type: add, inputs: [previous, before], name: add}
              - {type: relu, name: relu2}
          - name: s2b1
            layers:
              - {type: convolution, filters: 32, stride: 2, bias: false, name: conv1}
              - {type: batch-norm, name: bn1}
              - {type: relu, name: relu1}
              - {type: convolution, filters: 32, bias: false, name: conv2}
              - {type: batch-norm, name: bn2}
              - {type: subsample-pad, stride: 2, channels: 32, inputs: [before], name: shortcut}
              - {type: add, inputs: [bn2, shortcut], name: add}
              - {type: relu, name: relu2}
          - name: s3b1
            layers:
              - {type: convolution, filters: 64, stride: 2, bias: false, name: conv1}
              - {type: batch-norm, name: bn1}
              - {type: relu, name: relu1}
              - {type: convolution, filters: 64, bias: false, name: conv2}
              - {type: batch-norm, name: bn2}
              - {type: subsample-pad, stride: 2, channels: 64, inputs: [before], name: shortcut}
              - {type: add, inputs: [bn2, shortcut], name: add}
              - {type: relu, name: relu2}
          - {type: global-average-pool, name: pool}
          - {type: dense, name: logits}
      """;

  /** Node by node the network that has a name. */
  @Test
  void aNamedNetworkCanBeDescribed() {
    Network described = ZooFixture.read(RESNET8).create(CIFAR, 10);
    assertThat(described.name()).isEqualTo("mine");
    assertThat(described.nodes()).isEqualTo(Networks.create("resnet8", CIFAR, 10).nodes());
  }

  @Test
  void aRunsFolderKeepsTheWholeNetwork() {
    for (NetworkConfig config :
        List.of(
            ZooFixture.read(RESNET8),
            ZooFixture.config("wide-resnet", "depth: 16", "width: 2", "activation: prelu"),
            ZooFixture.config("resnet20", "initialization: {weights: orthogonal, gain: 1.4}"))) {
      NetworkConfig again = NetworkConfig.parse("run.json", config.recipe());
      assertThat(again).isEqualTo(config);
      assertThat(again.create(CIFAR, 7).nodes()).isEqualTo(config.create(CIFAR, 7).nodes());
    }
  }

  @Test
  void blocksAndLayersRepeat() {
    Network network =
        ZooFixture.read(
                """
                network:
                  layers:
                    - {type: convolution, filters: 4, repeat: 2, name: c}
                    - repeat: 2
                      name: b
                      layers:
                        - {type: convolution, filters: 4}
                        - {type: add, inputs: [before, previous]}
                    - {type: concat, inputs: [c, b]}
                    - {type: dense}
                """)
            .create(CIFAR, 3);
    assertThat(network.name()).isEqualTo("custom");
    assertThat(network.nodes().stream().map(Node::name))
        .containsExactly(
            "c-1",
            "c-2",
            "b-1/convolution1",
            "b-1/add1",
            "b-2/convolution1",
            "b-2/add1",
            "concat1",
            "dense1");
    assertThat(network.nodes().get(3).inputs()).containsExactly("c-2", "b-1/convolution1");
    assertThat(network.nodes().get(5).inputs()).containsExactly("b-1/add1", "b-2/convolution1");
    assertThat(network.nodes().get(6).inputs()).containsExactly("c-2", "b-2/add1");
    assertThat(network.shape("concat1")).isEqualTo(new Shape(32, 32, 8));
  }

  @Test
  void allProblemsAreNamedWithLineAndNearestName() {
    assertThatThrownBy(
            () ->
                ZooFixture.read(
                    """
                    network:
                      layers:
                        - {type: convolutoin, filters: 4}
                        - {type: convolution, filter: 4, kernel: 3y3}
                        - {type: relu, inputs: [convolution3]}
                        - {type: add, inputs: [previous]}
                        - {type: max-pool, size: 2, padding: 2}
                        - {type: dropout, rate: 1.5, name: relu1}
                        - {filters: 4}
                    """))
        .isInstanceOf(PolyakException.class)
        .hasMessageContaining("network.layers[0].type (line 3): unknown type \"convolutoin\"")
        .hasMessageContaining("did you mean convolution?")
        .hasMessageContaining("network.layers[1].filter (line 4): unknown key")
        .hasMessageContaining(
            "network.layers[1].kernel (line 4): expected a whole number of at least 1, or rows x"
                + " columns such as 1x7, found \"3y3\"")
        .hasMessageContaining(
            "network.layers[2].inputs (line 5): no layer \"convolution3\" before this one, did you"
                + " mean convolution1?")
        .hasMessageContaining(
            "network.layers[3].inputs (line 6): expected the names of two or more inputs")
        .hasMessageContaining("network.layers[4].type (line 7): Invalid padding: 2x2")
        .hasMessageContaining("network.layers[5].rate (line 8): 1.5 is out of range")
        .hasMessageContaining(
            "network.layers[5].name (line 8): another layer here is named \"relu1\"")
        .hasMessageContaining("network.layers[6].type (default): missing; expected one of add,");
  }

  @Test
  void whatDoesNotFitIsNamedByNode() {
    NetworkConfig ten = ZooFixture.read("network: {layers: [{type: dense, units: 10, name: out}]}");
    assertThat(ten.create(CIFAR, 10).parameterCount()).isEqualTo(30_730);
    assertThatThrownBy(() -> ten.create(CIFAR, 7))
        .hasMessage(
            "custom: node out ends the network with 10 values, and there are 7 classes; leave"
                + " units or filters of the last layer out");
    NetworkConfig mixed =
        ZooFixture.read(
            """
            network:
              layers:
                - {type: convolution, filters: 4}
                - {type: add, inputs: [previous, input]}
                - {type: dense}
            """);
    assertThatThrownBy(() -> mixed.create(CIFAR, 7))
        .hasMessageContaining("custom: node add1: Cannot add [32x32x4, 32x32x3]");
  }

  /** Convolutions of 3x3 that keep the size, 16, 32 and 64 filters; by hand. */
  @Test
  void theExampleIsWhatItsCommentsSay() throws Exception {
    Path file = Path.of("").toAbsolutePath();
    while (!Files.exists(file.resolve("conf/cifar10-layers.yaml"))) {
      file = file.getParent();
    }
    Recipe recipe =
        Recipe.parse(
            "cifar10-layers.yaml",
            Files.readString(file.resolve("conf/cifar10-layers.yaml")),
            List.of());
    Network network = NetworkConfig.read(recipe.root().section("network")).create(CIFAR, 10);
    int stem = 27 * 16 + 32;
    int gated = 2 * (144 * 16 + 32) + (16 * 4 + 4) + (4 * 16 + 16);
    int second = 144 * 32 + 288 * 32 + 2 * 64;
    int third = 3 * 32 * 64 + 128;
    assertThat(network.parameterCount()).isEqualTo(stem + 2 * gated + second + third + 650);
    assertThat(network.shape("stage1-2/add1")).isEqualTo(new Shape(32, 32, 16));
    assertThat(network.shape("stage2/add1")).isEqualTo(new Shape(16, 16, 32));
    assertThat(network.shape("convolution2")).isEqualTo(new Shape(8, 8, 64));
  }
}
