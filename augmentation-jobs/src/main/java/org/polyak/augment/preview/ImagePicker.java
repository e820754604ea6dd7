package org.polyak.augment.preview;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.polyak.pipeline.dataset.ImageDataset;
import org.polyak.pipeline.dataset.ImageRecord;
import org.polyak.pipeline.dataset.Split;
import org.polyak.pipeline.error.PolyakException;

/**
 * Picks training images that are spread over the classes: always the same ones, the first of each
 * wanted class in reading order. Only the beginning of a big data set is looked through; if a class
 * has no image there, the first image that is not taken yet stands in.
 */
final class ImagePicker {

  private static final long FIRST_LOOK = 512;
  private static final long LOOKED_THROUGH = 8192;

  private final int[] wanted;
  private final ImageRecord[] picked;
  private final List<ImageRecord> others = new ArrayList<>();

  private ImagePicker(int count, int classes) {
    this.wanted = new int[count];
    for (int i = 0; i < count; i++) {
      wanted[i] = (int) ((long) i * classes / count);
    }
    this.picked = new ImageRecord[count];
  }

  /**
   * Picks images in label order.
   *
   * @param count how many; fewer are given if the training split is smaller
   * @throws PolyakException if the training split has none
   */
  static List<ImageRecord> pick(ImageDataset dataset, Configuration hadoop, int count)
      throws IOException {
    long rows = dataset.info().rows(Split.TRAIN);
    if (rows == 0) {
      throw PolyakException.data("%s has no training images", dataset.folder());
    }
    int size = (int) Math.min(count, rows);
    ImagePicker picker = new ImagePicker(size, dataset.info().labels().size());
    long end = Math.min(rows, LOOKED_THROUGH);
    // Each look opens the files anew, so that every one is as long as all before it.
    for (long from = 0, to = FIRST_LOOK; from < end && !picker.complete(); from = to, to *= 2) {
      dataset.rows(Split.TRAIN, from, Math.min(to, end)).read(hadoop, picker::offer);
    }
    return picker.result();
  }

  private boolean complete() {
    return Arrays.stream(picked).allMatch(Objects::nonNull);
  }

  private void offer(ImageRecord image) {
    for (int i = 0; i < picked.length; i++) {
      if (picked[i] == null && wanted[i] == image.label()) {
        picked[i] = image;
        return;
      }
    }
    if (others.size() < picked.length) {
      others.add(image);
    }
  }

  private List<ImageRecord> result() {
    int next = 0;
    for (int i = 0; i < picked.length; i++) {
      if (picked[i] == null) {
        picked[i] = others.get(next);
        next++;
      }
    }
    return List.of(picked);
  }
}
