package org.polyak.train.network.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.polyak.train.network.Network;
import org.polyak.train.network.Networks;
import org.polyak.train.network.Shape;
import org.polyak.train.network.cost.NetworkCost;
import org.polyak.train.network.cost.NodeCost;
import org.polyak.train.network.recipe.NetworkConfig;

/**
 * Parameters, multiply-adds, memory and shapes against published or separately computed figures.
 */
class ZooCountsTest {

  /**
   * Parameters and, in millions, multiply-adds as torchvision publishes them with its weights
   * (num_params and _ops); AlexNet, VGG's C and GoogLeNet differ there and are summed by hand from
   * the papers' tables.
   */
  @ParameterizedTest
  @CsvSource({
    "alexnet, 60965224, 724.4",
    "alexnet-ungrouped, 62378344, 1135.3",
    "vgg11, 132863336, 7609",
    "vgg13, 133047848, 11308",
    "vgg16-c, 133638952, 11771",
    "vgg16, 138357544, 15470",
    "vgg19, 143667240, 19632",
    "googlenet, 6998552, 1583",
    "inception-v3, 23834568, 5713",
    "resnet18, 11689512, 1814",
    "resnet34, 21797672, 3664",
    "resnet50, 25557032, 4089",
    "resnet101, 44549160, 7801",
    "resnet152, 60192808, 11514",
    "densenet121, 7978856, 2834",
    "densenet161, 28681000, 7728",
    "densenet169, 14149480, 3360",
    "densenet201, 20013928, 4291",
    "se-resnet50, 28088024, 4092",
  })
  void imageNetNetworksCostWhatIsPublished(String name, long parameters, double millions) {
    NetworkCost cost = cost(name);
    assertThat(cost.parameters()).isEqualTo(parameters);
    assertThat(cost.network().parameterCount()).isEqualTo((int) parameters);
    assertThat(cost.multiplyAdds() / 1e6).isCloseTo(millions, within(0.5));
    assertThat(cost.network().classes()).isEqualTo(1000);
  }

  /** In millions, as the papers print them (He et al. 2015 and 2016, wide nets, DenseNet). */
  @ParameterizedTest
  @CsvSource({
    "two-layer, 154160, 0.15, 2",
    "resnet20, 269722, 0.27, 2",
    "resnet32, 464154, 0.46, 2",
    "resnet44, 658586, 0.66, 2",
    "resnet56, 853018, 0.85, 2",
    "resnet110, 1727962, 1.7, 1",
    "preact-resnet110, 1727962, 1.7, 1",
    "preact-resnet164, 1703258, 1.7, 1",
    "preact-resnet1001, 10327706, 10.3, 1",
    "wrn-40-1, 563930, 0.6, 1",
    "wrn-40-2, 2243546, 2.2, 1",
    "wrn-40-4, 8949210, 8.9, 1",
    "wrn-16-8, 10961370, 11.0, 1",
    "wrn-28-10, 36479194, 36.5, 1",
    "densenet-40-12, 1019722, 1.0, 1",
    "densenet-100-12, 6979642, 7.0, 1",
    "densenet-100-24, 27249082, 27.2, 1",
    "densenet-bc-100-12, 769162, 0.8, 1",
    "densenet-bc-250-24, 15324406, 15.3, 1",
    "densenet-bc-190-40, 25624430, 25.6, 1",
    "all-cnn-c, 1369738, 1.4, 1",
  })
  void smallNetworksHaveThePublishedSize(
      String name, long parameters, double millions, int decimals) {
    NetworkCost cost = cost(name);
    assertThat(cost.parameters()).isEqualTo(parameters);
    double scale = Math.pow(10, decimals);
    assertThat(Math.round(cost.parameters() / 1e6 * scale) / scale).isEqualTo(millions);
    assertThat(cost.network().classes()).isEqualTo(10);
  }

  /**
   * By hand: stem 1,728; stages 147,456, 516,096 + 8,192, 2,064,384 + 32,768 and 8,257,536 +
   * 131,072 weights with their projections; 9,600 of normalisation; 5,130 of the dense layer. Times
   * pixels: 1.8 + 151.0 + 3 (132.1 + 2.1) million multiply-adds and 5,120.
   */
  @Test
  void resNet18ForSmallImages() {
    NetworkCost cost = cost("cifar-resnet18");
    assertThat(cost.parameters()).isEqualTo(11_173_962);
    assertThat(cost.multiplyAdds()).isEqualTo(555_422_720L);
    assertThat(cost.network().classes()).isEqualTo(10);
  }

  /** Stride in the 1x1: the table of He et al. 2015 says 3.8, 7.6 and 11.3 billion. */
  @ParameterizedTest
  @CsvSource({"resnet50, 3.86", "resnet101, 7.57", "resnet152, 11.28"})
  void strideInTheFirstConvolutionIsCheaper(String name, double billions) {
    NetworkCost cost = cost(name, "stride-in: 1x1");
    assertThat(cost.multiplyAdds() / 1e9).isCloseTo(billions, within(0.005));
    assertThat(cost.parameters()).isEqualTo(cost(name).parameters());
  }

  /** Layer by layer, as LeCun et al. 1998 with a dense C3 and weights times inputs by hand. */
  @Test
  void leNetLayerByLayer() {
    assertThat(weights(cost("lenet5")))
        .containsExactly(
            Map.entry("conv1", 156L),
            Map.entry("conv2", 2_416L),
            Map.entry("fc1", 48_120L),
            Map.entry("fc2", 10_164L),
            Map.entry("logits", 850L));
    NetworkCost cost = cost("lenet5");
    assertThat(cost.parameters()).isEqualTo(61_706);
    assertThat(cost.forwardFloats())
        .isEqualTo(32 * 32 + 28 * 28 * 6 + 14 * 14 * 6 + 10 * 10 * 16 + 5 * 5 * 16 + 120 + 84 + 10);
    assertThat(cost.multiplyAdds())
        .isEqualTo(28 * 28 * 150 + 10 * 10 * 2400 + 400 * 120 + 120 * 84 + 84 * 10);
  }

  /** Section II.B of the paper: 156, 12, 1,516, 32, 48,120 and 10,164 trained parameters. */
  @Test
  void originalLeNetHasSixtyThousandParametersUpToF6() {
    Map<String, Long> stages = new LinkedHashMap<>();
    for (NodeCost node : cost("lenet5-original").nodes()) {
      String stage = node.node().name().split("/", -1)[0];
      stages.merge(stage, node.parameters(), Long::sum);
    }
    assertThat(stages)
        .containsAllEntriesOf(
            Map.of("c1", 156L, "s2", 12L, "c3", 1_516L, "s4", 32L, "c5", 48_120L, "f6", 10_164L));
    stages.remove("logits");
    assertThat(stages.values().stream().mapToLong(Long::longValue).sum()).isEqualTo(60_000);
  }

  /** Weights without biases, and floats, of the notes' table; the printed sum of 24M is wrong. */
  @Test
  void vgg16LayerByLayer() {
    NetworkCost cost = cost("vgg16");
    List<Long> withoutBias =
        cost.nodes().stream()
            .filter(node -> node.parameters() > 0)
            .map(node -> node.parameters() - node.output().channels())
            .toList();
    assertThat(withoutBias)
        .containsExactly(
            1_728L,
            36_864L,
            73_728L,
            147_456L,
            294_912L,
            589_824L,
            589_824L,
            1_179_648L,
            2_359_296L,
            2_359_296L,
            2_359_296L,
            2_359_296L,
            2_359_296L,
            102_760_448L,
            16_777_216L,
            4_096_000L);
    assertThat(withoutBias.stream().mapToLong(Long::longValue).sum()).isEqualTo(138_344_128);
    assertThat(cost.forwardFloats()).isEqualTo(15_237_608);
    assertThat(cost.backwardFloats()).isEqualTo(15_237_608 - 224 * 224 * 3);
    assertThat(cost.network().shape("pool5")).isEqualTo(new Shape(7, 7, 512));
  }

  /** Weights of each module over 1024, recomputed from the table of Szegedy et al. 2014. */
  @ParameterizedTest
  @CsvSource({
    "3a, 28, 256, 159.5, 128.0",
    "3b, 28, 480, 379.0, 304.3",
    "4a, 14, 512, 366.8, 73.6",
    "4b, 14, 512, 438.0, 87.9",
    "4c, 14, 512, 497.5, 99.9",
    "4d, 14, 528, 590.5, 118.5",
    "4e, 14, 832, 847.0, 170.0",
    "5a, 7, 832, 1018.0, 51.1",
    "5b, 7, 1024, 1409.0, 70.7",
  })
  void googLeNetModuleByModule(
      String module, int side, int channels, double kilo, double millions) {
    NetworkCost cost = cost("googlenet");
    List<NodeCost> nodes =
        cost.nodes().stream().filter(n -> n.node().name().startsWith(module + "/")).toList();
    long weights =
        nodes.stream()
            .filter(n -> n.multiplyAdds() > 0)
            .mapToLong(n -> n.parameters() - n.output().channels())
            .sum();
    assertThat(weights / 1024.0).isCloseTo(kilo, within(0.06));
    assertThat(nodes.stream().mapToLong(NodeCost::multiplyAdds).sum() / 1e6)
        .isCloseTo(millions, within(0.06));
    assertThat(cost.network().shape(module + "/concat")).isEqualTo(new Shape(side, side, channels));
  }

  /** 35, 17 and 8 pixels: table 1 of Szegedy et al. 2015. */
  @Test
  void inceptionV3ShrinksAsItsTableSays() {
    Network network = cost("inception-v3").network();
    assertThat(network.shape("pool1")).isEqualTo(new Shape(73, 73, 64));
    assertThat(network.shape("pool2")).isEqualTo(new Shape(35, 35, 192));
    assertThat(network.shape("a3/concat")).isEqualTo(new Shape(35, 35, 288));
    assertThat(network.shape("b/concat")).isEqualTo(new Shape(17, 17, 768));
    assertThat(network.shape("d/concat")).isEqualTo(new Shape(8, 8, 1280));
    assertThat(network.shape("e2/concat")).isEqualTo(new Shape(8, 8, 2048));
  }

  /** 112, 56, 28, 14, 7: table 1 of He et al. 2015. */
  @ParameterizedTest
  @CsvSource({"resnet18, 1", "resnet34, 1", "resnet50, 4", "resnet152, 4", "preact-resnet50, 4"})
  void residualNetworksHalveFiveTimes(String name, int expansion) {
    Network network = cost(name).network();
    assertThat(network.shape("conv")).isEqualTo(new Shape(112, 112, 64));
    assertThat(network.shape("s1b1/add")).isEqualTo(new Shape(56, 56, 64 * expansion));
    assertThat(network.shape("s2b1/add")).isEqualTo(new Shape(28, 28, 128 * expansion));
    assertThat(network.shape("s3b1/add")).isEqualTo(new Shape(14, 14, 256 * expansion));
    assertThat(network.shape("s4b1/add")).isEqualTo(new Shape(7, 7, 512 * expansion));
  }

  /**
   * Option A has no weights; B has those of three projections in ResNet-34; C those of all sixteen:
   * three blocks of 64 filters, four of 128, six of 256 and three of 512.
   */
  @Test
  void shortcutsCostTheirProjections() {
    long none = cost("resnet34", "shortcut: A").parameters();
    long changing = projection(64, 128) + projection(128, 256) + projection(256, 512);
    long staying =
        3 * projection(64, 64)
            + 3 * projection(128, 128)
            + 5 * projection(256, 256)
            + 2 * projection(512, 512);
    assertThat(cost("plain34").parameters()).isEqualTo(none);
    assertThat(cost("resnet34", "shortcut: B").parameters()).isEqualTo(none + changing);
    assertThat(cost("resnet34", "shortcut: C").parameters()).isEqualTo(none + changing + staying);
    assertThat(none).isEqualTo(21_797_672 - changing);
  }

  private static long projection(long in, long out) {
    return in * out + 2 * out;
  }

  /** With batch normalisation, torchvision's biases of convolutions become shifts. */
  @Test
  void vggWithBatchNormalisationAddsItsScales() {
    int filters = 64 + 64 + 128 + 128 + 3 * 256 + 6 * 512;
    assertThat(cost("vgg16", "normalization: batch").parameters())
        .isEqualTo(138_365_992 - filters)
        .isEqualTo(138_357_544 + filters);
  }

  /** Counted without the heads; each is a pool, 128 1x1 filters, 1024 and 1000 units. */
  @Test
  void googLeNetsAuxiliaryHeadsWouldDoubleIt() {
    long heads = 0;
    for (int channels : new int[] {512, 528}) {
      heads += channels * 128L + 128 + (4 * 4 * 128 * 1024L + 1024) + (1024 * 1000L + 1000);
    }
    assertThat(cost("googlenet").parameters() + heads).isEqualTo(13_378_280);
  }

  @Test
  void everyNameMakesANetworkOfItsPurpose() {
    assertThat(Networks.names()).hasSizeGreaterThan(50).isSorted();
    for (String name : Networks.names()) {
      Network network = cost(name).network();
      assertThat(network.name()).isEqualTo(name);
      assertThat(network.classes())
          .as(name)
          .isEqualTo(NetworkConfig.named(name).architecture().purpose().classes());
    }
  }

  private static Map<String, Long> weights(NetworkCost cost) {
    Map<String, Long> weights = new LinkedHashMap<>();
    cost.nodes().stream()
        .filter(node -> node.parameters() > 0)
        .forEach(node -> weights.put(node.node().name(), node.parameters()));
    return weights;
  }

  private static NetworkCost cost(String name, String... options) {
    NetworkConfig config = ZooFixture.config(name, options);
    Architecture.Purpose purpose = config.architecture().purpose();
    return NetworkCost.of(config.create(purpose.input(), purpose.classes()));
  }
}
