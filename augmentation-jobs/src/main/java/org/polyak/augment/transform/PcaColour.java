package org.polyak.augment.transform;

import java.util.List;
import org.polyak.augment.colour.ColourComponents;
import org.polyak.augment.geometry.Extent;
import org.polyak.augment.random.RandomStream;
import org.polyak.augment.render.Rendering;
import org.polyak.pipeline.config.Section;
import org.polyak.pipeline.error.PolyakException;

/**
 * Adds one colour to all pixels of an image, drawn along the principal components of the training
 * images' colours: {@code sum_i a_i l_i p_i} with {@code a_i} from the normal distribution of mean
 * 0 and deviation {@code sigma}, where {@code l_i} and {@code p_i} are eigenvalues and unit
 * eigenvectors of the covariance of red, green and blue. Krizhevsky, Sutskever and Hinton,
 * "ImageNet classification with deep convolutional neural networks", 2012, section 4.1.
 *
 * <p>An eigenvalue is a square, so that the unit matters, of which the paper says nothing: here
 * colours go from 0 to 1, as they do where ImageNet's eigenvalues are given as 0.2175, 0.0188 and
 * 0.0045. With {@code sigma} 0.1 the first component then moves colours by about 5 of 255.
 *
 * @param sigma deviation of the factors, 0 to 10
 */
public record PcaColour(double sigma) implements Transform {

  /** In a recipe. */
  public static final String NAME = "pca-colour";

  private static final List<String> DRAWN = List.of("a1", "a2", "a3");
  private static final double FULL = 255;

  /** Checks the parameters. */
  public PcaColour {
    Uniform.check("sigma", sigma, sigma, 0, 10);
  }

  /** Reads {@code sigma} (default 0.1); problems are left in the section. */
  public static PcaColour read(Section section) {
    return new PcaColour(section.decimal("sigma", 0.1, 0, 10));
  }

  @Override
  public String name() {
    return NAME;
  }

  /** The factors of the three components, the largest first. */
  @Override
  public List<String> drawn() {
    return DRAWN;
  }

  @Override
  public void check(ColourComponents components) {
    if (components == null) {
      throw PolyakException.data(
          "%s needs the principal components of the training images' colours, and statistics.json"
              + " has no eigenvalues and eigenvectors of three numbers each: run polyak ingest again",
          NAME);
    }
  }

  @Override
  public void draw(RandomStream random, Extent extent, double[] values, int at) {
    for (int i = 0; i < DRAWN.size(); i++) {
      values[at + i] = sigma * random.nextGaussian();
    }
  }

  @Override
  public void apply(double[] values, int at, Rendering rendering) {
    ColourComponents components = rendering.components();
    double red = 0;
    double green = 0;
    double blue = 0;
    for (int i = 0; i < DRAWN.size(); i++) {
      double amount = FULL * values[at + i] * components.eigenvalues().get(i);
      List<Double> direction = components.eigenvectors().get(i);
      red += amount * direction.get(0);
      green += amount * direction.get(1);
      blue += amount * direction.get(2);
    }
    rendering.diagonal(1, 1, 1, red, green, blue);
  }
}
