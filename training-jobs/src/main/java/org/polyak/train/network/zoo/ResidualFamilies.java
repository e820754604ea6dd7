package org.polyak.train.network.zoo;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.polyak.pipeline.config.Section;

/** Residual networks by name: those of He et al. 2015 and 2016, wide ones, squeezed ones. */
final class ResidualFamilies {

  /** Stages of the networks for ImageNet (He et al. 2015, table 1). */
  private static final Map<Integer, List<Integer>> IMAGENET =
      Map.of(
          18, List.of(2, 2, 2, 2),
          34, List.of(3, 4, 6, 3),
          50, List.of(3, 4, 6, 3),
          101, List.of(3, 4, 23, 3),
          152, List.of(3, 8, 36, 3));

  private static final List<Integer> CIFAR = List.of(8, 14, 20, 32, 44, 56, 110);

  private ResidualFamilies() {}

  static void register(Map<String, Function<Section, Architecture>> readers) {
    IMAGENET.forEach(
        (depth, stages) -> {
          boolean bottleneck = depth >= 50;
          Residual.Usual usual = new Residual.Usual(Shortcut.B, false, bottleneck, 0);
          readers.put("resnet" + depth, s -> imageNet(stages, Residual.read(s, usual)));
          readers.put(
              "preact-resnet" + depth,
              s -> imageNet(stages, Residual.read(s, usual.preActivated())));
          readers.put(
              "se-resnet" + depth, s -> imageNet(stages, Residual.read(s, usual.squeezed())));
          if (!bottleneck) {
            readers.put("plain" + depth, s -> imageNet(stages, Residual.readPlain(s)));
          }
        });
    Residual.Usual usual = new Residual.Usual(Shortcut.A, false, false, 0);
    for (int depth : CIFAR) {
      readers.put("resnet" + depth, s -> cifar(depth, Residual.read(s, usual)));
      readers.put(
          "preact-resnet" + depth, s -> cifar(depth, Residual.read(s, usual.preActivated())));
      readers.put("se-resnet" + depth, s -> cifar(depth, Residual.read(s, usual.squeezed())));
      readers.put("plain" + depth, s -> cifar(depth, Residual.readPlain(s)));
    }
    Residual.Usual bottleneck = new Residual.Usual(Shortcut.B, true, true, 0);
    readers.put("preact-resnet164", s -> cifarBottleneck(164, Residual.read(s, bottleneck)));
    readers.put("preact-resnet1001", s -> cifarBottleneck(1001, Residual.read(s, bottleneck)));
    Residual.Usual projected = new Residual.Usual(Shortcut.B, false, false, 0);
    readers.put("cifar-resnet18", s -> wideCifar(IMAGENET.get(18), Residual.read(s, projected)));
    readers.put("cifar-resnet", s -> cifar(depth(s, 6, 2, 20), Residual.read(s, usual)));
    readers.put("wide-resnet", ResidualFamilies::wide);
    readers.put("wrn-16-4", s -> wide(16, 4, s));
    readers.put("wrn-16-8", s -> wide(16, 8, s));
    readers.put("wrn-28-10", s -> wide(28, 10, s));
    readers.put("wrn-40-1", s -> wide(40, 1, s));
    readers.put("wrn-40-2", s -> wide(40, 2, s));
    readers.put("wrn-40-4", s -> wide(40, 4, s));
  }

  private static Architecture imageNet(List<Integer> stages, Residual residual) {
    return new ResNet(true, 64, 64, stages, residual);
  }

  /**
   * The stages of a network for ImageNet behind a stem that keeps small images as large as they
   * are.
   */
  private static Architecture wideCifar(List<Integer> stages, Residual residual) {
    return new ResNet(false, 64, 64, stages, residual);
  }

  /** 6n + 2 layers (He et al. 2015, section 4.2). */
  private static Architecture cifar(int depth, Residual residual) {
    return new ResNet(false, 16, 16, Collections.nCopies(3, (depth - 2) / 6), residual);
  }

  /** 9n + 2 layers (He et al. 2016, section 5). */
  private static Architecture cifarBottleneck(int depth, Residual residual) {
    return new ResNet(false, 16, 16, Collections.nCopies(3, (depth - 2) / 9), residual);
  }

  private static Architecture wide(Section section) {
    int depth = depth(section, 6, 4, 28);
    return wide(depth, section.integer("width", 10, 1, 64), section);
  }

  /**
   * 6n + 4 layers, k times as wide (Zagoruyko and Komodakis, "Wide residual networks", 2016, table
   * 1): pre-activation, and projections, which count as three of the layers.
   */
  private static Architecture wide(int depth, int width, Section section) {
    Residual.Usual usual = new Residual.Usual(Shortcut.B, true, false, 0);
    return new ResNet(
        false,
        16,
        16 * width,
        Collections.nCopies(3, (depth - 4) / 6),
        Residual.read(section, usual));
  }

  /** A depth that is a multiple of {@code step} plus {@code rest}. */
  static int depth(Section section, int step, int rest, int usual) {
    int depth = section.integer("depth", usual, step + rest, 2_000);
    if (depth % step != rest % step) {
      section.problem(
          "depth",
          "%d layers do not divide into three stages (expected %dn + %d)"
              .formatted(depth, step, rest));
      return usual;
    }
    return depth;
  }
}
