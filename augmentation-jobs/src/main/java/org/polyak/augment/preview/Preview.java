package org.polyak.augment.preview;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.polyak.augment.Augmenter;
import org.polyak.augment.batch.Mixing;
import org.polyak.augment.colour.ColourComponents;
import org.polyak.augment.image.Image;
import org.polyak.augment.image.NormalizationMode;
import org.polyak.augment.image.RecordDecoder;
import org.polyak.augment.policy.AugmentationPolicy;
import org.polyak.augment.transform.Transform;
import org.polyak.pipeline.dataset.ImageDataset;
import org.polyak.pipeline.dataset.ImageRecord;
import org.polyak.pipeline.dataset.Statistics;
import org.polyak.pipeline.error.PolyakException;
import org.polyak.pipeline.image.Raster;

/**
 * Shows what a policy does to some training images: the pixels that training of the same seed gets
 * to see in its first epochs.
 *
 * @param policy what is shown
 * @param seed of the draws
 * @param images how many training images, spread over the classes
 * @param epochs how many draws of each image, those of epochs 0 to {@code epochs - 1}
 */
public record Preview(AugmentationPolicy policy, long seed, int images, int epochs) {

  /**
   * Draws the sheet and puts it in place.
   *
   * @param data the data set's folder
   * @param file a PNG file; an earlier preview there is replaced
   * @param overwrite whether any other file there may be replaced too
   * @return how many images were shown
   * @throws PolyakException if the data set cannot be read or shown, or the place is taken
   */
  public int write(Configuration hadoop, Path data, Path file, boolean overwrite)
      throws IOException {
    PreviewFile.checkPlace(hadoop, file, overwrite);
    ImageDataset dataset = ImageDataset.open(hadoop, data);
    Statistics statistics = dataset.statistics();
    List<ImageRecord> picked = ImagePicker.pick(dataset, hadoop, images);
    List<List<Tile>> rows = new ArrayList<>();
    Augmenter whole = augmenter(policy, statistics);
    for (ImageRecord image : picked) {
      rows.add(row(image, dataset.info().labels().get(image.label()), whole));
    }
    if (policy.transforms().size() > 1) {
      for (Transform transform : policy.transforms()) {
        AugmentationPolicy alone =
            new AugmentationPolicy(
                List.of(transform), policy.interpolation(), policy.border(), Mixing.NONE);
        rows.add(row(picked.get(0), "only " + alone, augmenter(alone, statistics)));
      }
    }
    List<String> heads = new ArrayList<>(List.of("original"));
    for (int epoch = 0; epoch < epochs; epoch++) {
      heads.add("epoch " + epoch);
    }
    String title = "Augmentation: %s; seed %d".formatted(policy, seed);
    PreviewFile.write(hadoop, file, new ContactSheet().draw(title, heads, rows), title);
    return picked.size();
  }

  private List<Tile> row(ImageRecord image, String label, Augmenter augmenter) {
    Raster raster = new RecordDecoder().decode(image);
    Image original = new Image();
    original.load(raster.rgb(), raster.height(), raster.width());
    List<Tile> row = new ArrayList<>(List.of(Tile.of(original, List.of(label))));
    for (int epoch = 0; epoch < epochs; epoch++) {
      row.add(Tile.of(augmenter.augment(epoch, image), Caption.of(augmenter.draws())));
    }
    return row;
  }

  /** Nothing is written as a network's input, so that its size does not matter. */
  private Augmenter augmenter(AugmentationPolicy shown, Statistics statistics) {
    return new Augmenter(
        shown,
        NormalizationMode.CHANNEL_MEAN_DEVIATION.of(statistics),
        ColourComponents.of(statistics),
        1,
        1,
        seed);
  }
}
