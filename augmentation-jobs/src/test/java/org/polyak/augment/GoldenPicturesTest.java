package org.polyak.augment;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.polyak.augment.colour.ColourComponents;
import org.polyak.augment.image.Image;
import org.polyak.augment.image.Normalization;
import org.polyak.augment.policy.AugmentationPolicy;
import org.polyak.pipeline.config.Recipe;
import org.polyak.pipeline.dataset.ImageRecord;

/**
 * What a seed makes of an image today it makes of it for ever: earlier experiments depend on it.
 * The checksum is that of all floats; the picture, four epochs side by side and behind the image
 * itself, shows what changed if it does not hold.
 *
 * <p>The checksums fix bits and do not say that they are right; that is for the tests against
 * formulas and other libraries. The pictures were looked at, enlarged, when they were recorded. On
 * an upright F, white on red that grows to the right and green that grows downwards, with a violet
 * dot in the lower right corner, one sees: {@code cifar} a shift of up to four pixels, a rim of the
 * mean where the image ends, mirrored Fs; {@code photo} larger, sharp Fs of which a part is cut
 * off, mirrored ones, a faint cast; {@code warp} turned and slanted Fs with straight or gently bent
 * strokes, colours that go on beyond the edges as in a mirror; {@code pixels} blurred, noisy or
 * stretched tones, with a grey rectangle over each; {@code trivial} one change an epoch.
 *
 * <p>To record anew: the test leaves what it found in target/golden.
 */
class GoldenPicturesTest {

  private static final int HEIGHT = 40;
  private static final int WIDTH = 48;
  private static final int EPOCHS = 4;
  private static final int GAP = 2;
  private static final Path FOUND = Path.of("target", "golden");
  private static final ImageRecord IMAGE =
      new ImageRecord("golden/f.png", 0, WIDTH, HEIGHT, "rgb8", letter(), "");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          cifar   | 740246288 | policy: cifar
          photo   | 4228675936 | transforms: [{name: random-scale-crop, shortest: 48, longest: 72, size: 40}, {name: horizontal-flip}, {name: pca-colour, sigma: 0.3}]
          warp    | 3828302211 | {border: reflect, transforms: [{name: rotation, min: -40, max: 40}, {name: shear-x}, {name: lens, min: 0.1, max: 0.3}, {name: perspective}]}
          pixels  | 2854795714 | transforms: [{name: random-choice, transforms: [{name: gaussian-blur, min: 1}, {name: gaussian-noise, deviation: 20}, {name: posterize, bits: 2, probability: 1}, {name: equalize, probability: 1}]}, {name: random-erasing, probability: 1, maxArea: 0.1}]
          trivial | 2600170580 | policy: trivial-augment
          """)
  void areTheBitsOfEarlierVersions(String name, long checksum, String policy) throws IOException {
    Augmenter augmenter =
        new Augmenter(
            AugmentationPolicy.readAlone(Recipe.parse(name, policy, List.of()).root()),
            new Normalization(List.of(0.5, 0.45, 0.4), List.of(0.25, 0.25, 0.25)),
            new ColourComponents(
                List.of(0.2, 0.02, 0.005),
                List.of(
                    List.of(0.6, 0.64, 0.48), List.of(0.8, -0.48, -0.36), List.of(0.0, 0.6, -0.8))),
            HEIGHT,
            WIDTH,
            1);
    CRC32 found = new CRC32();
    BufferedImage strip =
        new BufferedImage((EPOCHS + 1) * (WIDTH + GAP) - GAP, HEIGHT, BufferedImage.TYPE_INT_RGB);
    draw(strip, 0, IMAGE.image(), HEIGHT, WIDTH);
    for (int epoch = 0; epoch < EPOCHS; epoch++) {
      Image image = augmenter.augment(epoch, IMAGE);
      for (int i = 0; i < image.size(); i++) {
        found.update(ByteBuffer.allocate(Float.BYTES).putFloat(image.pixels()[i]).flip());
      }
      int left = (epoch + 1) * (WIDTH + GAP);
      draw(strip, left, image.bytes(), image.height(), image.width());
    }
    Path picture = Files.createDirectories(FOUND).resolve(name + ".png");
    ImageIO.write(strip, "png", picture.toFile());
    assertThat(differences(name, strip))
        .as("what differs between %s and the recorded one", picture.toAbsolutePath())
        .isEmpty();
    assertThat(found.getValue())
        .as("checksum of the values of %s, which look as before", picture.toAbsolutePath())
        .isEqualTo(checksum);
  }

  /** Empty if the pictures are the same; where they differ, how often and by how much. */
  private static String differences(String name, BufferedImage found) throws IOException {
    BufferedImage expected;
    try (InputStream in = GoldenPicturesTest.class.getResourceAsStream("golden/" + name + ".png")) {
      if (in == null) {
        return "nothing is recorded";
      }
      expected = ImageIO.read(in);
    }
    if (expected.getWidth() != found.getWidth() || expected.getHeight() != found.getHeight()) {
      return "the size: %d x %d".formatted(expected.getWidth(), expected.getHeight());
    }
    int pixels = 0;
    int greatest = 0;
    String first = "";
    for (int y = 0; y < found.getHeight(); y++) {
      for (int x = 0; x < found.getWidth(); x++) {
        int difference = difference(expected.getRGB(x, y), found.getRGB(x, y));
        if (difference > 0 && pixels++ == 0) {
          first =
              "epoch %d, row %d, column %d: %06x, was %06x"
                  .formatted(
                      x / (WIDTH + GAP) - 1,
                      y,
                      x % (WIDTH + GAP),
                      found.getRGB(x, y) & 0xFFFFFF,
                      expected.getRGB(x, y) & 0xFFFFFF);
        }
        greatest = Math.max(greatest, difference);
      }
    }
    return pixels == 0
        ? ""
        : "%d pixels, by up to %d; the first is %s".formatted(pixels, greatest, first);
  }

  private static int difference(int one, int other) {
    int greatest = 0;
    for (int shift = 0; shift < 24; shift += 8) {
      greatest = Math.max(greatest, Math.abs(((one >> shift) & 0xFF) - ((other >> shift) & 0xFF)));
    }
    return greatest;
  }

  private static void draw(BufferedImage strip, int left, byte[] rgb, int height, int width) {
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int at = (y * width + x) * 3;
        strip.setRGB(
            left + x,
            y,
            ((rgb[at] & 0xFF) << 16) | ((rgb[at + 1] & 0xFF) << 8) | (rgb[at + 2] & 0xFF));
      }
    }
  }

  private static byte[] letter() {
    byte[] rgb = new byte[HEIGHT * WIDTH * 3];
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        boolean stem = x >= 14 && x < 20 && y >= 6 && y < 34;
        boolean arms = x >= 14 && ((y >= 6 && y < 12 && x < 36) || (y >= 17 && y < 23 && x < 30));
        boolean dot = (x - 40) * (x - 40) + (y - 33) * (y - 33) < 16;
        int at = (y * WIDTH + x) * 3;
        rgb[at] = (byte) (stem || arms ? 255 : dot ? 160 : 30 + 4 * x);
        rgb[at + 1] = (byte) (stem || arms ? 255 : dot ? 30 : 30 + 4 * y);
        rgb[at + 2] = (byte) (stem || arms ? 255 : dot ? 220 : 60);
      }
    }
    return rgb;
  }
}
