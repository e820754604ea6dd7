package org.polyak.train.network.zoo;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.polyak.pipeline.config.Section;
import org.polyak.train.network.Network;
import org.polyak.train.network.NetworkBuilder;
import org.polyak.train.network.Shape;
import org.polyak.train.network.layer.AveragePool;
import org.polyak.train.network.layer.Concat;
import org.polyak.train.network.layer.Convolution;
import org.polyak.train.network.layer.Dense;
import org.polyak.train.network.layer.MaxPool;
import org.polyak.train.network.layer.Tanh;

/**
 * LeNet-5 (LeCun et al., "Gradient-based learning applied to document recognition", 1998) in the
 * form that is usual today: dense second convolution, max pooling, ReLU. 61,706 parameters for
 * 32x32x1 and ten classes.
 *
 * @param units its activation function
 */
record LeNet(Units units) implements Architecture {

  static void register(Map<String, Function<Section, Architecture>> readers) {
    readers.put("lenet5", section -> new LeNet(Units.readPlain(section)));
    readers.put("lenet5-original", section -> new Original());
  }

  @Override
  public Purpose purpose() {
    return Purpose.DIGITS;
  }

  @Override
  public Network build(String name, Shape input, int classes) {
    NetworkBuilder net = new NetworkBuilder(name, input);
    net.then("conv1", new Convolution(6, 5, 1, 0, true));
    units.activate(net, "", "1");
    net.then("pool1", new MaxPool(2, 2));
    net.then("conv2", new Convolution(16, 5, 1, 0, true));
    units.activate(net, "", "2");
    net.then("pool2", new MaxPool(2, 2));
    net.then("fc1", new Dense(120));
    units.activate(net, "", "3");
    net.then("fc2", new Dense(84));
    units.activate(net, "", "4");
    return net.then("logits", new Dense(classes)).build();
  }

  /**
   * The network of the paper up to F6, 60,000 parameters for 32x32x1: the third layer's maps read
   * three, four or six of the six maps before (table I), pooling has a trained coefficient and bias
   * for each map. Its output layer, distances from fixed drawings of the characters, is replaced by
   * a trained dense layer; its scaled tanh by tanh. Where the paper squashes after pooling, so does
   * this.
   */
  record Original() implements Architecture {

    /** The maps of S2 that each map of C3 reads: table I of the paper. */
    private static final List<List<Integer>> TABLE =
        List.of(
            List.of(0, 1, 2),
            List.of(1, 2, 3),
            List.of(2, 3, 4),
            List.of(3, 4, 5),
            List.of(0, 4, 5),
            List.of(0, 1, 5),
            List.of(0, 1, 2, 3),
            List.of(1, 2, 3, 4),
            List.of(2, 3, 4, 5),
            List.of(0, 3, 4, 5),
            List.of(0, 1, 4, 5),
            List.of(0, 1, 2, 5),
            List.of(0, 1, 3, 4),
            List.of(1, 2, 4, 5),
            List.of(0, 2, 3, 5),
            List.of(0, 1, 2, 3, 4, 5));

    private static final int MAPS = 6;

    @Override
    public Purpose purpose() {
      return Purpose.DIGITS;
    }

    @Override
    public Network build(String name, Shape input, int classes) {
      NetworkBuilder net = new NetworkBuilder(name, input);
      for (int map = 0; map < MAPS; map++) {
        net.join("c1/" + map, new Convolution(1, 5, 1, 0, true), Network.INPUT);
        squash(net, "c1/" + map);
        subsample(net, "s2/" + map, 1);
      }
      List<String> maps = new ArrayList<>();
      for (int map = 0; map < TABLE.size(); map++) {
        String[] read =
            TABLE.get(map).stream().map(m -> "s2/" + m + "/tanh").toArray(String[]::new);
        net.join("c3/" + map + "/inputs", new Concat(), read);
        net.then("c3/" + map, new Convolution(1, 5, 1, 0, true));
        squash(net, "c3/" + map);
        maps.add(net.last());
      }
      net.join("c3", new Concat(), maps.toArray(String[]::new));
      subsample(net, "s4", TABLE.size());
      net.then("c5", new Dense(120));
      squash(net, "c5");
      net.then("f6", new Dense(84));
      squash(net, "f6");
      return net.then("logits", new Dense(classes)).build();
    }

    /**
     * The mean of four values, times a coefficient, plus a bias, squashed: two parameters a map.
     */
    private static void subsample(NetworkBuilder net, String name, int maps) {
      net.then(name + "/mean", new AveragePool(2, 2));
      net.then(name, new Convolution(maps, 1, 1, 0, true).grouped(maps));
      squash(net, name);
    }

    private static void squash(NetworkBuilder net, String name) {
      net.then(name + "/tanh", new Tanh());
    }
  }
}
