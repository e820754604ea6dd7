package org.polyak.train.network.zoo;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.polyak.pipeline.config.Section;
import org.polyak.train.network.Network;
import org.polyak.train.network.NetworkBuilder;
import org.polyak.train.network.Shape;
import org.polyak.train.network.layer.Dense;
import org.polyak.train.network.layer.Dropout;
import org.polyak.train.network.layer.MaxPool;

/**
 * The networks A to E of Simonyan and Zisserman, "Very deep convolutional networks for large-scale
 * image recognition", 2014, table 1: stages of 3x3 convolutions, each followed by a pool that
 * halves the maps, and three dense layers.
 *
 * @param kernels of each stage's convolutions, in order
 * @param units normalisation, of which the paper has none, and activation
 * @param hidden units of the first two dense layers
 * @param dropout rate before the second and the third dense layer
 */
record Vgg(List<List<Integer>> kernels, Units units, int hidden, double dropout)
    implements Architecture {

  private static final List<Integer> FILTERS = List.of(64, 128, 256, 512, 512);

  private static final List<Integer> ONE = List.of(3);
  private static final List<Integer> TWO = List.of(3, 3);
  private static final List<Integer> THREE = List.of(3, 3, 3);
  private static final List<Integer> FOUR = List.of(3, 3, 3, 3);
  private static final List<Integer> THREE_WITH_1X1 = List.of(3, 3, 1);

  /** Keeps an own copy of the stages. */
  Vgg {
    kernels = List.copyOf(kernels);
  }

  static void register(Map<String, Function<Section, Architecture>> readers) {
    readers.put("vgg11", s -> read(s, List.of(ONE, ONE, TWO, TWO, TWO)));
    readers.put("vgg13", s -> read(s, List.of(TWO, TWO, TWO, TWO, TWO)));
    readers.put(
        "vgg16-c", s -> read(s, List.of(TWO, TWO, THREE_WITH_1X1, THREE_WITH_1X1, THREE_WITH_1X1)));
    readers.put("vgg16", s -> read(s, List.of(TWO, TWO, THREE, THREE, THREE)));
    readers.put("vgg19", s -> read(s, List.of(TWO, TWO, FOUR, FOUR, FOUR)));
  }

  private static Vgg read(Section section, List<List<Integer>> kernels) {
    return new Vgg(
        kernels,
        Units.read(section, Units.Normalization.NONE, 1e-5),
        section.integer("hidden", 4096, 1, 1_000_000),
        section.decimal("dropout", 0.5, 0, 0.99));
  }

  @Override
  public Purpose purpose() {
    return Purpose.IMAGENET;
  }

  @Override
  public Network build(String name, Shape input, int classes) {
    NetworkBuilder net = new NetworkBuilder(name, input);
    for (int stage = 1; stage <= kernels.size(); stage++) {
      List<Integer> stack = kernels.get(stage - 1);
      for (int i = 1; i <= stack.size(); i++) {
        String prefix = "s%d/".formatted(stage);
        int kernel = stack.get(i - 1);
        net.then(
            prefix + "conv" + i, units.convolution(FILTERS.get(stage - 1), kernel, 1, kernel / 2));
        units.finish(net, prefix, "" + i);
      }
      net.then("pool" + stage, new MaxPool(2, 2));
    }
    for (int i = 1; i <= 2; i++) {
      net.then("fc" + i, new Dense(hidden));
      units.activate(net, "fc" + i + "/", "");
      if (dropout > 0) {
        net.then("fc" + i + "/dropout", new Dropout(dropout));
      }
    }
    return net.then("logits", new Dense(classes)).build();
  }
}
