package org.polyak.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polyak.pipeline.cli.CapturedRun;

/** Schedules in figures and drawn. */
class ScheduleCommandTest {

  /** The left and right end of the axis, and the foot and head of the first panel, in pixels. */
  private static final int LEFT = 2 * 76;

  private static final int RIGHT = 2 * (960 - 24);
  private static final int FOOT = 2 * (44 + 280);
  private static final int HEAD = 2 * 44;

  @TempDir private Path folder;

  /** Half a cosine from 0.2 to 0 in ten epochs, behind a warm-up of one. */
  @Test
  void printsTheRateOfEveryEpoch() throws IOException {
    CapturedRun outcome = schedule("{epochs: 10, schedule: {name: cosine, rate: 0.2, warm-up: 1}}");
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.out().lines().toList())
        .contains(
            "cosine, 10 epochs, followed by example; the momentum is the optimiser's own",
            "       0     0.02000",
            "       5      0.1000");
    assertThat(outcome.out().lines().toList()).hasSize(2 + 11);
    assertThat(outcome.out()).endsWith("      10       0.000\n");
  }

  @Test
  void printsTheMomentumThatIsSetAndAtMostTwentyEpochs() throws IOException {
    CapturedRun outcome =
        schedule(
            "{epochs: 90, schedule: {name: step, milestones: [30, 60], rate: 0.1, per: epoch,"
                + " momentum: {start: 0.5, end: 0.95}}}");
    // Every fifth epoch: 0, 5, ..., 85, 90.
    assertThat(outcome.out().lines().toList()).hasSize(2 + 19);
    assertThat(outcome.out().lines().toList())
        .contains(
            "      25      0.1000    0.6250",
            "      30     0.01000    0.6500",
            "      60    0.001000    0.8000");
  }

  /** A line from corner to corner: rate 1 at the start, 0 at the end. */
  @Test
  void drawsAPicture() throws IOException {
    Path file = folder.resolve("schedule.png");
    CapturedRun outcome =
        schedule("{epochs: 4, schedule: {name: polynomial, rate: 1}}", "--output", file.toString());
    assertThat(outcome.code()).as(outcome.err()).isZero();
    BufferedImage picture = ImageIO.read(file.toFile());
    assertThat(picture.getWidth()).isEqualTo(1920);
    for (double part : new double[] {0.01, 0.25, 0.5, 0.75, 0.99}) {
      int x = (int) Math.round(LEFT + part * (RIGHT - LEFT));
      int y = (int) Math.round(HEAD + part * (FOOT - HEAD));
      assertThat(picture.getRGB(x, y) & 0xffffff).as("at %s", part).isEqualTo(0x0072b2);
    }
  }

  @Test
  void drawsAPageWithoutScripts() throws IOException {
    Path file = folder.resolve("schedule.html");
    CapturedRun outcome =
        schedule(
            "{epochs: 4, schedule: {name: one-cycle, rate: 0.1}}", "--output", file.toString());
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(Files.readString(file))
        .contains("Learning rate", "Momentum", "<polyline", "  epoch        rate  momentum")
        .doesNotContain("<script");
  }

  @Test
  void saysWhatIsNotDrawnOfAPlateau() throws IOException {
    CapturedRun outcome = schedule("{epochs: 4, schedule: {name: plateau, factor: 0.1}}");
    assertThat(outcome.out())
        .contains("times 0.1 whenever validation-loss has stopped improving, which is not drawn");
  }

  @Test
  void otherFilesAreRefused() throws IOException {
    CapturedRun outcome = schedule("{epochs: 4}", "--output", "schedule.gif");
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err())
        .contains("--output schedule.gif: expected a name that ends in .png or .html");
  }

  private CapturedRun schedule(String training, String... more) throws IOException {
    Path recipe = TrainingFixture.recipe(folder, "training: " + training + "\n");
    String[] arguments = new String[3 + more.length];
    arguments[0] = "schedule";
    arguments[1] = "--recipe";
    arguments[2] = recipe.toString();
    System.arraycopy(more, 0, arguments, 3, more.length);
    return CapturedRun.of(arguments);
  }
}
