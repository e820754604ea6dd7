package org.polyak.augment.preview;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import org.polyak.augment.Augmenter;
import org.polyak.augment.image.Image;
import org.polyak.pipeline.dataset.ImageRecord;
import org.polyak.pipeline.lettering.Lettering;

/**
 * A sheet of pictures: one row an image, first as it is, with its class, then as the epochs make
 * it, with what was drawn. Pixels are enlarged to squares.
 */
final class ContactSheet {

  private static final int MARGIN = 10;
  private static final int GAP = 8;
  private static final int TILE = 96;
  private static final int BACKGROUND = 0xFFFFFF;
  private static final int INK = 0x202020;
  private static final int FAINT = 0x707070;

  private final Lettering lettering = Lettering.load();
  private final int height;
  private final int width;
  private final int enlarged;
  private final int textLines;
  private final int columns;
  private final List<String> title;
  private final BufferedImage picture;

  private ContactSheet(String title, int rows, int epochs, int height, int width, int transforms) {
    this.height = height;
    this.width = width;
    this.enlarged = Math.max(1, TILE / Math.max(height, width));
    this.textLines = Math.max(1, transforms);
    this.columns = epochs + 1;
    int sheetWidth = 2 * MARGIN + columns * (tileWidth() + GAP) - GAP;
    this.title = Lettering.wrap(title, sheetWidth - 2 * MARGIN);
    int sheetHeight = top(rows) - GAP + MARGIN;
    this.picture = new BufferedImage(sheetWidth, sheetHeight, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < sheetHeight; y++) {
      for (int x = 0; x < sheetWidth; x++) {
        picture.setRGB(x, y, BACKGROUND);
      }
    }
  }

  /**
   * Draws a sheet.
   *
   * @param title names policy and seed
   * @param images {@code rgb8} rasters of one size, the augmenter's
   * @param labels class names in label order
   * @param augmenter makes the draws
   * @param transforms how many transforms the augmenter's policy has
   * @param epochs columns; epochs 0 to {@code epochs - 1}
   */
  static BufferedImage draw(
      String title,
      List<ImageRecord> images,
      List<String> labels,
      Augmenter augmenter,
      int transforms,
      int epochs) {
    ImageRecord first = images.get(0);
    ContactSheet sheet =
        new ContactSheet(title, images.size(), epochs, first.height(), first.width(), transforms);
    sheet.head();
    for (int row = 0; row < images.size(); row++) {
      ImageRecord image = images.get(row);
      Image original = new Image();
      original.load(image.image(), image.height(), image.width());
      sheet.tile(row, 0, original, List.of(labels.get(image.label())));
      for (int epoch = 0; epoch < epochs; epoch++) {
        Image augmented = augmenter.augment(epoch, image);
        sheet.tile(row, epoch + 1, augmented, augmenter.draws());
      }
    }
    return sheet.picture;
  }

  private void head() {
    for (int i = 0; i < title.size(); i++) {
      lettering.write(picture, title.get(i), MARGIN, MARGIN + i * Lettering.LINE, INK);
    }
    List<String> heads = new ArrayList<>(List.of("original"));
    for (int column = 1; column < columns; column++) {
      heads.add("epoch " + (column - 1));
    }
    for (int column = 0; column < columns; column++) {
      lettering.write(picture, heads.get(column), left(column), top(0) - Lettering.LINE, FAINT);
    }
  }

  private void tile(int row, int column, Image image, List<String> texts) {
    int x0 = left(column);
    int y0 = top(row);
    for (int y = 0; y < image.height() * enlarged; y++) {
      for (int x = 0; x < image.width() * enlarged; x++) {
        picture.setRGB(x0 + x, y0 + y, colour(image, y / enlarged, x / enlarged));
      }
    }
    for (int i = 0; i < texts.size(); i++) {
      int y = y0 + height * enlarged + 3 + i * Lettering.LINE;
      lettering.write(picture, Lettering.cut(texts.get(i), tileWidth()), x0, y, INK);
    }
  }

  private static int colour(Image image, int row, int column) {
    int at = (row * image.width() + column) * Image.CHANNELS;
    int rgb = 0;
    for (int c = 0; c < Image.CHANNELS; c++) {
      rgb = rgb << 8 | Math.max(0, Math.min(255, Math.round(image.pixels()[at + c])));
    }
    return rgb;
  }

  private int tileWidth() {
    return Math.max(TILE, width * enlarged);
  }

  private int left(int column) {
    return MARGIN + column * (tileWidth() + GAP);
  }

  private int top(int row) {
    int tileHeight = height * enlarged + 3 + textLines * Lettering.LINE;
    int head = MARGIN + (title.size() + 2) * Lettering.LINE;
    return head + row * (tileHeight + GAP);
  }
}
