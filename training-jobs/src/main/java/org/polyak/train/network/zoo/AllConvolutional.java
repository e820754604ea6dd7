package org.polyak.train.network.zoo;

import org.polyak.pipeline.config.Section;
import org.polyak.train.network.Network;
import org.polyak.train.network.NetworkBuilder;
import org.polyak.train.network.Shape;
import org.polyak.train.network.layer.Dropout;
import org.polyak.train.network.layer.GlobalAveragePool;

/**
 * All-CNN-C (Springenberg et al., "Striving for simplicity: the all convolutional net", 2014,
 * tables 1 and 2): convolutions with a stride of 2 in place of pooling, and none but convolutions
 * up to the mean of each class's map. 1,369,738 parameters for ten classes.
 *
 * @param units normalisation, of which the paper has none, and activation
 * @param dropout rate after each of the two layers that shrink the maps; on the image 0.4 times as
 *     much
 */
record AllConvolutional(Units units, double dropout) implements Architecture {

  /** 20 % on the image where 50 % are dropped later (section 3.1). */
  private static final double ON_IMAGE = 0.4;

  static AllConvolutional read(Section section) {
    return new AllConvolutional(
        Units.read(section, Units.Normalization.NONE, 1e-5),
        section.decimal("dropout", 0.5, 0, 0.99));
  }

  @Override
  public Network build(String name, Shape input, int classes) {
    NetworkBuilder net = new NetworkBuilder(name, input);
    drop(net, "dropout0", ON_IMAGE * dropout);
    convolve(net, 1, 96, 3, 1, 1);
    convolve(net, 2, 96, 3, 1, 1);
    convolve(net, 3, 96, 3, 2, 1);
    drop(net, "dropout1", dropout);
    convolve(net, 4, 192, 3, 1, 1);
    convolve(net, 5, 192, 3, 1, 1);
    convolve(net, 6, 192, 3, 2, 1);
    drop(net, "dropout2", dropout);
    convolve(net, 7, 192, 3, 1, 0);
    convolve(net, 8, 192, 1, 1, 0);
    convolve(net, 9, classes, 1, 1, 0);
    return net.then("logits", new GlobalAveragePool()).build();
  }

  private void convolve(
      NetworkBuilder net, int number, int filters, int kernel, int stride, int padding) {
    net.then("conv" + number, units.convolution(filters, kernel, stride, padding));
    units.finish(net, "", "" + number);
  }

  private static void drop(NetworkBuilder net, String name, double rate) {
    if (rate > 0) {
      net.then(name, new Dropout(rate));
    }
  }
}
