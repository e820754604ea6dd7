package org.polyak.evaluate.predict;

import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.polyak.train.engine.Engine;
import org.polyak.train.engine.Engines;
import org.polyak.train.network.FullyConvolutional;
import org.polyak.train.network.Network;
import org.polyak.train.run.RunDescription;

/**
 * The compiled networks of one core: runs of the same network share one, and views of other sizes
 * than networks were trained for have fully convolutional ones, of which those used last stay.
 */
final class ModelEngines implements AutoCloseable {

  /** Other sizes: five scales of photographs that lie and of such that stand, and some. */
  static final int SIZES = 12;

  private final Map<String, Network> networks = new HashMap<>();
  private final Map<String, Compiled> trained = new HashMap<>();
  private final Map<Size, Map<String, Compiled>> others = new LinkedHashMap<>(16, 0.75f, true);

  /** A network and the engine that computes it. */
  record Compiled(Network network, Engine engine) {}

  private record Size(int height, int width) {}

  /** The network of a run for views of a size. */
  Compiled of(RunDescription run, int height, int width) {
    String key = "%s %s %s".formatted(run.engine(), run.network(), run.networkRecipe());
    Network network = networks.computeIfAbsent(key, k -> run.toNetwork());
    if (height == network.input().height() && width == network.input().width()) {
      return trained.computeIfAbsent(key, k -> compile(run, network));
    }
    Map<String, Compiled> ofSize =
        others.computeIfAbsent(new Size(height, width), k -> new HashMap<>());
    Compiled compiled =
        ofSize.computeIfAbsent(
            key, k -> compile(run, FullyConvolutional.of(network, height, width)));
    if (others.size() > SIZES) {
      Iterator<Map<String, Compiled>> oldest = others.values().iterator();
      oldest.next().values().forEach(one -> one.engine().close());
      oldest.remove();
    }
    return compiled;
  }

  private static Compiled compile(RunDescription run, Network network) {
    return new Compiled(network, Engines.create(run.engine(), network, run.threads()));
  }

  @Override
  public void close() {
    trained.values().forEach(one -> one.engine().close());
    others.values().forEach(sizes -> sizes.values().forEach(one -> one.engine().close()));
  }
}
