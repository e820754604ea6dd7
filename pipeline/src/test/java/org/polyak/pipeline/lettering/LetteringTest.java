package org.polyak.pipeline.lettering;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LetteringTest {

  @Test
  void everyPrintableCharacterHasAShapeOfItsOwn() {
    Set<String> shapes = new HashSet<>();
    for (char c = '!'; c <= '~'; c++) {
      shapes.add(drawing(String.valueOf(c)));
    }
    assertThat(shapes).hasSize('~' - '!' + 1);
    assertThat(drawing(" ")).doesNotContain("#").isNotIn(shapes);
    assertThat(drawing("猫")).isEqualTo(drawing("?"));
  }

  @Test
  void theLetterLIsAnL() {
    assertThat(drawing("L").lines().toList())
        .startsWith("#.....", "#.....", "#.....", "#.....", "#.....", "#.....", "#####.");
  }

  @Test
  void textIsCutAndBrokenToFit() {
    assertThat(Lettering.cut("airplane", 48)).isEqualTo("airplane");
    assertThat(Lettering.cut("airplanes", 48)).isEqualTo("airpla..");
    assertThat(Lettering.wrap("one two three", 42)).containsExactly("one two", "three");
    assertThat(Lettering.wrap("abcdefgh", 30)).containsExactly("abcde", "fgh");
  }

  private static String drawing(String text) {
    BufferedImage picture =
        new BufferedImage(Lettering.ADVANCE, Lettering.LINE, BufferedImage.TYPE_INT_RGB);
    Lettering.load().write(picture, text, 0, 0, 0xFFFFFF);
    StringBuilder drawing = new StringBuilder();
    for (int y = 0; y < Lettering.LINE; y++) {
      for (int x = 0; x < Lettering.ADVANCE; x++) {
        drawing.append((picture.getRGB(x, y) & 0xFF) == 0 ? '.' : '#');
      }
      drawing.append('\n');
    }
    return drawing.toString();
  }
}
