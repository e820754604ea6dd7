package org.polyak.train.network.recipe;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.polyak.pipeline.config.NearestName;
import org.polyak.pipeline.config.Section;
import org.polyak.train.network.layer.Add;
import org.polyak.train.network.layer.AveragePool;
import org.polyak.train.network.layer.BatchNorm;
import org.polyak.train.network.layer.Concat;
import org.polyak.train.network.layer.Convolution;
import org.polyak.train.network.layer.DecorrelatedBatchNorm;
import org.polyak.train.network.layer.Dense;
import org.polyak.train.network.layer.Dropout;
import org.polyak.train.network.layer.Elu;
import org.polyak.train.network.layer.FractionalMaxPool;
import org.polyak.train.network.layer.Gelu;
import org.polyak.train.network.layer.GlobalAveragePool;
import org.polyak.train.network.layer.GroupNorm;
import org.polyak.train.network.layer.InstanceNorm;
import org.polyak.train.network.layer.Layer;
import org.polyak.train.network.layer.LayerNorm;
import org.polyak.train.network.layer.LeakyRelu;
import org.polyak.train.network.layer.LocalResponseNorm;
import org.polyak.train.network.layer.MaxPool;
import org.polyak.train.network.layer.Maxout;
import org.polyak.train.network.layer.Prelu;
import org.polyak.train.network.layer.Relu;
import org.polyak.train.network.layer.Scale;
import org.polyak.train.network.layer.Selu;
import org.polyak.train.network.layer.Sides;
import org.polyak.train.network.layer.Sigmoid;
import org.polyak.train.network.layer.SpatialDropout;
import org.polyak.train.network.layer.StochasticDepth;
import org.polyak.train.network.layer.SubsamplePad;
import org.polyak.train.network.layer.Swish;
import org.polyak.train.network.layer.Tanh;

/** Layers by the names that recipes give their types. */
final class LayerReaders {

  private static final int MOST = 1_000_000;

  private final SortedMap<String, Function<Section, Layer>> readers = new TreeMap<>();

  LayerReaders() {
    addWeights();
    addPools();
    addNorms();
    addActivations();
    addRandom();
    readers.put("add", s -> new Add());
    readers.put("concat", s -> new Concat());
    readers.put("scale", s -> new Scale());
    readers.put(
        "subsample-pad",
        s -> new SubsamplePad(s.integer("stride", 2, 1, 64), s.integer("channels", 1, 1, MOST)));
  }

  private void addWeights() {
    readers.put("convolution", LayerReaders::convolution);
    readers.put(
        "dense",
        s ->
            new Dense(
                s.has("units") ? s.integer("units", 1, 1, MOST) : 1,
                s.flag("bias", true),
                s.flag("weight-normalization", false),
                s.decimal("drop-connect", 0, 0, 0.99)));
  }

  private static Layer convolution(Section s) {
    Sides kernel = sides(s, "kernel", "3", 1);
    Sides same = new Sides((kernel.height() - 1) / 2, (kernel.width() - 1) / 2);
    return new Convolution(
        s.has("filters") ? s.integer("filters", 1, 1, MOST) : 1,
        kernel,
        sides(s, "stride", "1", 1),
        s.has("padding") ? sides(s, "padding", "0", 0) : padded(s, same),
        sides(s, "dilation", "1", 1),
        s.integer("groups", 1, 1, MOST),
        s.flag("bias", true),
        s.flag("weight-normalization", false));
  }

  /** Resolves the padding that nobody gave: maps keep their size at a stride of 1. */
  private static Sides padded(Section s, Sides same) {
    return sides(s, "padding", same.toString(), 0);
  }

  private void addPools() {
    readers.put(
        "max-pool",
        s -> {
          Sides size = sides(s, "size", "2", 1);
          return new MaxPool(
              size, stride(s, size), sides(s, "padding", "0", 0), s.flag("ceil", false));
        });
    readers.put(
        "average-pool",
        s -> {
          Sides size = sides(s, "size", "2", 1);
          return new AveragePool(
              size,
              stride(s, size),
              sides(s, "padding", "0", 0),
              s.flag("ceil", false),
              s.flag("count-padding", false));
        });
    readers.put(
        "fractional-max-pool",
        s ->
            new FractionalMaxPool(
                s.decimal("ratio", Math.sqrt(2), 1.001, 2), s.flag("overlapping", true)));
    readers.put("global-average-pool", s -> new GlobalAveragePool());
  }

  private void addNorms() {
    readers.put("batch-norm", s -> new BatchNorm(s.decimal("momentum", 0.9, 0, 1), epsilon(s)));
    readers.put(
        "decorrelated-batch-norm",
        s ->
            new DecorrelatedBatchNorm(
                s.integer("group-size", 16, 1, MOST),
                s.decimal("momentum", 0.9, 0, 1),
                epsilon(s)));
    readers.put("layer-norm", s -> new LayerNorm(epsilon(s)));
    readers.put("instance-norm", s -> new InstanceNorm(epsilon(s)));
    readers.put("group-norm", s -> new GroupNorm(s.integer("groups", 32, 1, MOST), epsilon(s)));
    readers.put(
        "local-response-norm",
        s ->
            new LocalResponseNorm(
                s.integer("size", 5, 1, 4_095),
                s.decimal("k", 2, 1e-6, 1e6),
                s.decimal("alpha", 1e-4, 0, 1e6),
                s.decimal("beta", 0.75, 0, 10)));
  }

  private void addActivations() {
    readers.put("relu", s -> new Relu());
    readers.put("leaky-relu", s -> new LeakyRelu(s.decimal("slope", 0.01, 0, 1)));
    readers.put("prelu", s -> new Prelu());
    readers.put("elu", s -> new Elu(s.decimal("alpha", 1, 0, 100)));
    readers.put("selu", s -> new Selu());
    readers.put("gelu", s -> new Gelu());
    readers.put("swish", s -> new Swish(s.decimal("beta", 1, 0, 100)));
    readers.put("tanh", s -> new Tanh());
    readers.put("sigmoid", s -> new Sigmoid());
    readers.put("maxout", s -> new Maxout(s.integer("pieces", 2, 2, 1_000)));
  }

  private void addRandom() {
    readers.put(
        "dropout",
        s ->
            new Dropout(
                s.decimal("rate", 0.5, 0, 0.99),
                s.oneOf("form", "inverted", List.of("inverted", "vanilla")).equals("vanilla")
                    ? Dropout.Form.VANILLA
                    : Dropout.Form.INVERTED));
    readers.put("spatial-dropout", s -> new SpatialDropout(s.decimal("rate", 0.5, 0, 0.99)));
    readers.put("stochastic-depth", s -> new StochasticDepth(s.decimal("survival", 0.5, 1e-3, 1)));
  }

  /** Reads a layer, unless its type is missing or unknown, or its figures do not go together. */
  Optional<Layer> read(Section section) {
    String type = section.text("type", null);
    Function<Section, Layer> reader = type == null ? null : readers.get(type);
    if (reader == null) {
      String known = String.join(", ", readers.keySet());
      section.problem(
          "type",
          type == null
              ? "missing; expected one of " + known
              : "unknown type \"%s\" (known: %s)%s"
                  .formatted(type, known, NearestName.suggestion(type, readers.keySet())));
      return Optional.empty();
    }
    try {
      return Optional.of(reader.apply(section));
    } catch (IllegalArgumentException e) {
      section.problem("type", e.getMessage());
      return Optional.empty();
    }
  }

  private static double epsilon(Section section) {
    return section.decimal("epsilon", 1e-5, 0, 1);
  }

  private static Sides stride(Section section, Sides size) {
    return sides(section, "stride", size.toString(), 1);
  }

  /** A figure for both sides, or one for each, such as {@code 1x7}: rows, then columns. */
  private static Sides sides(Section section, String key, String usual, int least) {
    String[] parts = section.text(key, usual).split("x", -1);
    try {
      int height = Integer.parseInt(parts[0]);
      Sides sides = new Sides(height, parts.length == 1 ? height : Integer.parseInt(parts[1]));
      if (parts.length <= 2 && sides.atLeast(least)) {
        return sides;
      }
    } catch (NumberFormatException e) {
      // Told below, with what is out of range.
    }
    section.problem(
        key,
        "expected a whole number of at least %d, or rows x columns such as 1x7, found \"%s\""
            .formatted(least, String.join("x", parts)));
    return Sides.ONE;
  }
}
