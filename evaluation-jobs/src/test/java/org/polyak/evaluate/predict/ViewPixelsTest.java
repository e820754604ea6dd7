package org.polyak.evaluate.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.polyak.augment.image.Normalization;
import org.polyak.augment.view.CropSet;
import org.polyak.pipeline.dataset.ImageRecord;
import org.polyak.pipeline.stage.Json;
import org.polyak.train.run.RunDescription;

/** Networks that take 8x8 pixels. */
class ViewPixelsTest {

  /**
   * Of 9 x 9 pixels the centre is the corner: rounded down, it begins at 0. Of 12 x 9 it is not.
   */
  @Test
  void viewsOfOneSizeCountAlike() {
    assertThat(mean(List.of(of("ten-crop", 0)), image(64, 64))).isEqualTo(2 * 4 * 64);
    assertThat(mean(List.of(of("ten-crop", 0)), image(90, 70))).isEqualTo(2 * 5 * 64);
    // The centre is one of the ten.
    assertThat(mean(List.of(of("ten-crop", 0), of("centre", 0)), image(90, 70)))
        .isEqualTo(2 * 5 * 64);
  }

  /** 8 is seven eighths of the short side: 64 x 64 becomes 9 x 9, 128 x 64 becomes 18 x 9. */
  @Test
  void wholeImagesCountByTheirPixels() {
    List<TestTime> whole = List.of(of("whole", 0));
    assertThat(mean(whole, image(8, 8))).isEqualTo(64);
    assertThat(mean(whole, image(64, 64))).isEqualTo(9 * 9);
    assertThat(mean(whole, image(128, 64))).isEqualTo(9 * 18);
    assertThat(mean(whole, image(64, 64), image(128, 64))).isEqualTo((9 * 9 + 9 * 18) / 2.0);
  }

  @Test
  void passesOfDropoutCountEach() {
    assertThat(mean(List.of(of("flip", 5)), image(20, 20))).isEqualTo(2 * 5 * 64);
    assertThat(mean(List.of(of("flip", 0), of("flip", 5)), image(20, 20))).isEqualTo(2 * 6 * 64);
  }

  /**
   * Half a second of networks for four images, and a quarter beside; others have twice the pixels.
   */
  @Test
  void aSampleIsWeighedByPixels() {
    CostSample.Measured measured = new CostSample.Measured(4, 750_000_000, 500_000_000, 2);
    assertThat(measured.secondsPerImage(1)).isCloseTo(2 * 0.75 / 4, within(1e-12));
    assertThat(measured.secondsPerImage(3)).isCloseTo(2 * (0.25 + 3 * 0.5) / 4, within(1e-12));
  }

  private static double mean(List<TestTime> tests, ImageRecord... images) {
    RunDescription run =
        new RunDescription(
            RunDescription.SCHEMA,
            "softmax",
            null,
            8,
            8,
            List.of("a", "b"),
            List.of(0.5),
            List.of(0.5),
            null,
            "set",
            "fingerprint",
            "onednn",
            "",
            1,
            List.of(),
            Json.object(),
            Json.object());
    Normalization normalization = new Normalization(List.of(0.5, 0.5, 0.5), List.of(0.2, 0.2, 0.2));
    return ViewPixels.mean(List.of(new RunInput(run, normalization)), tests, List.of(images));
  }

  private static TestTime of(String crops, int passes) {
    return new TestTime(CropSet.named(crops), passes, 0);
  }

  private static ImageRecord image(int width, int height) {
    return new ImageRecord("id", 0, width, height, "jpeg", new byte[0], "0".repeat(64));
  }
}
