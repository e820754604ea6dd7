package org.polyak.augment.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.polyak.pipeline.config.Recipe;
import org.polyak.pipeline.config.Section;
import org.polyak.pipeline.error.PolyakException;

class CropSetTest {

  /**
   * Ten crops of 224. Square, short side 224: all five positions are one. 4:3, short side 224 (224
   * x 299): top and bottom are one, left, middle and right are left. One pixel larger than the
   * crop: the middle, rounded down, is the top left corner.
   */
  @ParameterizedTest
  @CsvSource({
    "500, 500, 224, 2",
    "500, 500, 256, 10",
    "500, 500, 384, 10",
    "500, 500, 480, 10",
    "500, 500, 640, 10",
    "500, 500, 225, 8",
    "300, 400, 224, 6",
    "400, 300, 224, 6",
    "300, 400, 256, 10",
    "224, 225, 224, 4",
    "1, 1000, 224, 6"
  })
  void positionsThatCoincideAreOne(int rows, int columns, int side, int expected) {
    CropSet set = new CropSet(CropKind.TEN_CROP, true, List.of(side), 0);
    List<View> views = set.views(rows, columns, 224, 224);
    assertThat(views).hasSize(expected).doesNotHaveDuplicates();
    assertThat(views)
        .allSatisfy(
            view -> {
              assertThat(view.height()).isEqualTo(224);
              assertThat(view.width()).isEqualTo(224);
              assertThat(view.top()).isBetween(0, view.scaledHeight() - 224);
              assertThat(view.left()).isBetween(0, view.scaledWidth() - 224);
              assertThat(Math.min(view.scaledHeight(), view.scaledWidth())).isEqualTo(side);
            });
    assertThat(set.atMost()).isEqualTo(10);
  }

  @Test
  void fiveScalesAreThePublishedOnes() {
    CropSet set = CropSet.named("multi-scale");
    List<View> square = set.views(500, 500, 224, 224);
    // 2 at 224, where all positions are one, and 10 at each of the others.
    assertThat(square).hasSize(42);
    assertThat(square.stream().map(View::scaledHeight).distinct())
        .containsExactly(224, 256, 384, 480, 640);
    assertThat(set.views(300, 400, 224, 224)).hasSize(46);
    assertThat(set.views(300, 400, 224, 224).stream().map(View::scaledWidth).distinct())
        .containsExactly(299, 341, 512, 640, 853);
    assertThat(set.atMost()).isEqualTo(50);
    // In proportion: 32 x 8/7 is 36.57, x 12/7 54.86, x 15/7 68.57, x 20/7 91.43.
    assertThat(set.views(32, 32, 32, 32).stream().map(View::scaledHeight).distinct())
        .containsExactly(32, 37, 55, 69, 91);
  }

  @Test
  void cornersAndMiddleOfAnImage() {
    List<View> views = new CropSet(CropKind.TEN_CROP, false, List.of(7), 0).views(7, 10, 4, 4);
    assertThat(views)
        .containsExactly(
            new View(7, 10, 0, 0, 4, 4, false),
            new View(7, 10, 0, 6, 4, 4, false),
            new View(7, 10, 3, 0, 4, 4, false),
            new View(7, 10, 3, 6, 4, 4, false),
            // (7 - 4) / 2 = 1.5, rounded down.
            new View(7, 10, 1, 3, 4, 4, false));
  }

  @Test
  void smallImagesOfTheNetworksSizeAreLeftAsTheyAre() {
    View all = new View(32, 32, 0, 0, 32, 32, false);
    View mirror = new View(32, 32, 0, 0, 32, 32, true);
    assertThat(CropSet.centre().views(32, 32, 32, 32)).containsExactly(all);
    assertThat(CropSet.named("flip").views(32, 32, 32, 32)).containsExactly(all, mirror);
    assertThat(CropSet.named("ten-crop").views(32, 32, 32, 32)).containsExactly(all, mirror);
    assertThat(CropSet.named("whole").views(32, 32, 32, 32)).containsExactly(all);
  }

  @Test
  void theCentreIsSevenEighths() {
    // 375 x 500 scaled by 256/375: 341.33 columns; (256-224)/2 = 16, (341-224)/2 = 58.5.
    assertThat(CropSet.centre().views(375, 500, 224, 224))
        .containsExactly(new View(256, 341, 16, 58, 224, 224, false));
    // The crop of a wide network fits tighter along columns: 500 x 8/7 x 224/500 = 256.
    assertThat(CropSet.centre().views(375, 500, 100, 224))
        .containsExactly(new View(192, 256, 46, 16, 100, 224, false));
  }

  @Test
  void wholeImagesKeepTheirShapeUpToEightToOne() {
    CropSet set = new CropSet(CropKind.WHOLE, true, List.of(256, 320), 0);
    assertThat(set.views(375, 500, 224, 224))
        .containsExactly(
            new View(256, 341, 0, 0, 256, 341, false),
            new View(256, 341, 0, 0, 256, 341, true),
            new View(320, 427, 0, 0, 320, 427, false),
            new View(320, 427, 0, 0, 320, 427, true));
    assertThat(new CropSet(CropKind.WHOLE, false, List.of(224), 0).views(1, 100, 224, 224))
        .containsExactly(new View(224, 22400, 0, (22400 - 1792) / 2, 224, 1792, false));
    assertThat(set.hasOneSize()).isFalse();
    assertThat(set.atMost()).isEqualTo(4);
    CropSet five = CropSet.named("whole-multi-scale");
    assertThat(five.atMost()).isEqualTo(10);
    assertThat(five.views(375, 500, 224, 224))
        .extracting(View::height, View::width)
        .startsWith(tuple(224, 299), tuple(224, 299), tuple(256, 341), tuple(256, 341))
        .endsWith(tuple(480, 640), tuple(480, 640), tuple(640, 853), tuple(640, 853));
  }

  @Test
  void readsItsOwnDescription() {
    List<CropSet> sets =
        List.of(
            CropSet.centre(),
            CropSet.named("flip"),
            CropSet.named("ten-crop"),
            CropSet.named("multi-scale"),
            CropSet.named("whole"),
            new CropSet(CropKind.MULTI_SCALE, false, List.of(320, 352), 288));
    for (CropSet set : sets) {
      assertThat(read("test: " + set.json())).isEqualTo(set);
    }
    assertThat(new HashSet<>(sets)).hasSize(sets.size());
    assertThat(read("test: {crops: flip}")).isEqualTo(CropSet.named("flip"));
    assertThat(read("")).isEqualTo(CropSet.centre());
    assertThat(sets)
        .extracting(CropSet::toString)
        .containsExactly(
            "centre",
            "centre and flip",
            "ten-crop",
            "multi-scale",
            "whole",
            "multi-scale without flip sides=[320, 352] size=288");
  }

  @Test
  void survivesATrip() throws Exception {
    CropSet set = new CropSet(CropKind.MULTI_SCALE, false, List.of(320, 352), 288);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(set);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertThat(in.readObject()).isEqualTo(set);
    }
  }

  @Test
  void refusesWhatDoesNotFit() {
    assertThatThrownBy(() -> CropSet.named("ten-crops"))
        .isInstanceOf(PolyakException.class)
        .hasMessageMatching("Unknown crops ten-crops \\(known: .*\\), did you mean ten-crop\\?");
    assertThatThrownBy(
            () -> new CropSet(CropKind.TEN_CROP, true, List.of(256, 200), 0).check(224, 224))
        .hasMessage(
            "The crop set (ten-crop sides=[256, 200]) scales images to a side of 200 pixels, which"
                + " is less than the 224 of a crop");
    assertThatThrownBy(() -> read("test: {crops: tencrop, sides: [256, x, 0], size: -1}"))
        .hasMessageContaining("test.crops (line 1): unknown value \"tencrop\"")
        .hasMessageContaining("test.sides (line 1): expected a whole number, found \"x\"")
        .hasMessageContaining("test.sides (line 1): 0 is out of range (expected 1 to 4096)")
        .hasMessageContaining("test.size (line 1): -1 is out of range");
    assertThatThrownBy(() -> read("test: {sides: [256, 256]}"))
        .hasMessageContaining("test.sides (line 1): a side stands there twice");
    assertThatThrownBy(() -> read("test: {sides: [100], size: 200}"))
        .hasMessageContaining("test.sides (line 1): expected sides of 200 or more");
    assertThatThrownBy(() -> read("test: {sides: 256}"))
        .hasMessageContaining("expected a list of whole numbers such as [1, 2]");
  }

  private static CropSet read(String yaml) {
    Recipe recipe = Recipe.parse("recipe", yaml, List.of());
    Section section = recipe.root().section("test");
    CropSet set = CropSet.read(section);
    recipe.check();
    return set;
  }
}
