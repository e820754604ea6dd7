package org.polyak.train.network;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.polyak.train.network.layer.AveragePool;
import org.polyak.train.network.layer.Convolution;
import org.polyak.train.network.layer.FractionalMaxPool;
import org.polyak.train.network.layer.Layer;
import org.polyak.train.network.layer.MaxPool;
import org.polyak.train.network.layer.Sides;
import org.polyak.train.network.layer.SubsamplePad;

/** How often a network divides the sides of an image, and whether an image's size allows that. */
public final class Downsampling {

  private Downsampling() {}

  /** The most layers with a stride above 1 that one value passes on its way through. */
  public static int times(Network network) {
    Map<String, Integer> times = new HashMap<>();
    int most = 0;
    for (Node node : network.nodes()) {
      int before =
          node.inputs().stream().mapToInt(input -> times.getOrDefault(input, 0)).max().orElse(0);
      int here = before + (stride(node.layer()) > 1 ? 1 : 0);
      times.put(node.name(), here);
      most = Math.max(most, here);
    }
    return most;
  }

  /**
   * What to tell the user if a side cannot be halved as often: rows or columns at the border are
   * then left out of some layers. Common sides are 32, 64, 96, 224, 384 and 512.
   */
  public static Optional<String> warning(Network network) {
    int times = times(network);
    int unit = 1 << times;
    Shape input = network.input();
    if (input.height() % unit == 0 && input.width() % unit == 0) {
      return Optional.empty();
    }
    return Optional.of(
        ("images of %d x %d pixels (rows x columns) cannot be halved %d times, as %s does: borders"
                + " are left out; sides that are multiples of %d fit")
            .formatted(input.height(), input.width(), times, network.name(), unit));
  }

  private static int stride(Layer layer) {
    if (layer instanceof Convolution convolution) {
      return greater(convolution.stride());
    }
    if (layer instanceof MaxPool pool) {
      return greater(pool.stride());
    }
    if (layer instanceof AveragePool pool) {
      return greater(pool.stride());
    }
    if (layer instanceof FractionalMaxPool) {
      return 2;
    }
    return layer instanceof SubsamplePad pad ? pad.stride() : 1;
  }

  private static int greater(Sides sides) {
    return Math.max(sides.height(), sides.width());
  }
}
