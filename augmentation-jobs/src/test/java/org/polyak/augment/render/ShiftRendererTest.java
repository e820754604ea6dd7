package org.polyak.augment.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.polyak.augment.geometry.Border;
import org.polyak.augment.geometry.Interpolation;
import org.polyak.augment.image.Normalization;
import org.polyak.augment.image.Normalizer;

class ShiftRendererTest {

  private static final int HEIGHT = 3;
  private static final int WIDTH = 4;
  private static final int FARTHEST = 9;

  /** What lies beyond the edges, drawn by hand: the image's columns from -9 to 12. */
  private static final String REPLICATED = "0000000000123333333333";

  private static final String REFLECTED = "0012332100123321001233";

  /** Every shift, both ways of computing it, against the definition. */
  @ParameterizedTest
  @EnumSource(Border.class)
  void copiesThePixelsOfEveryShift(Border border) {
    for (int top = -4; top <= 4; top++) {
      for (int left = -FARTHEST; left <= FARTHEST; left++) {
        for (boolean mirrored : new boolean[] {false, true}) {
          String what = "%d, %d, mirrored: %s".formatted(top, left, mirrored);
          float[] expected = expected(border, top, left, mirrored);
          Rendering canvas = shifted(border, top, left, mirrored);
          float[] input = new float[HEIGHT * WIDTH * 3];
          canvas.write(normalizer(), input, 0);
          assertThat(Renderings.pixels(canvas)).as(what).isEqualTo(expected);
          float[] again = new float[HEIGHT * WIDTH * 3];
          canvas.write(normalizer(), again, 0);
          assertThat(input).as(what).isEqualTo(again);
        }
      }
    }
  }

  private static Rendering shifted(Border border, int top, int left, boolean mirrored) {
    Rendering canvas =
        Renderings.of(
            Renderings.counting(HEIGHT, WIDTH), HEIGHT, WIDTH, Interpolation.BILINEAR, border);
    canvas.window(top, left, HEIGHT, WIDTH);
    if (mirrored) {
      canvas.mirror();
    }
    return canvas;
  }

  private static float[] expected(Border border, int top, int left, boolean mirrored) {
    float[] expected = new float[HEIGHT * WIDTH * 3];
    for (int i = 0; i < expected.length; i++) {
      int row = top + i / 3 / WIDTH;
      int shown = i / 3 % WIDTH;
      int column = left + (mirrored ? WIDTH - 1 - shown : shown);
      boolean inside = row >= 0 && row < HEIGHT && column >= 0 && column < WIDTH;
      if (border == Border.MEAN && !inside) {
        expected[i] = Renderings.fill()[i % 3];
        continue;
      }
      String columns = border == Border.REPLICATE ? REPLICATED : REFLECTED;
      // Rows -4 to 6.
      String rows = border == Border.REPLICATE ? "00000122222" : "22100122100";
      int y = border == Border.MEAN ? row : rows.charAt(row + 4) - '0';
      int x = border == Border.MEAN ? column : columns.charAt(column + FARTHEST) - '0';
      expected[i] = (y * WIDTH + x) * 3 + i % 3;
    }
    return expected;
  }

  private static Normalizer normalizer() {
    return new Normalizer(
        new Normalization(List.of(0.4, 0.5, 0.6), List.of(0.2, 0.25, 0.3)), HEIGHT, WIDTH);
  }
}
