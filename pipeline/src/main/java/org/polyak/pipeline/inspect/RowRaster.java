package org.polyak.pipeline.inspect;

import org.polyak.pipeline.dataset.ImageRecord;
import org.polyak.pipeline.error.PolyakException;
import org.polyak.pipeline.image.DecodeOptions;
import org.polyak.pipeline.image.ImageDecoder;
import org.polyak.pipeline.image.Raster;
import org.polyak.pipeline.image.UndecodableException;

/** From rows of a data set to pixels. Transparent images are shown on white. */
final class RowRaster {

  private ImageDecoder decoder;

  /**
   * The pixels of an image.
   *
   * @throws PolyakException naming the image, if its bytes are damaged
   */
  Raster of(ImageRecord image) {
    try {
      if (!image.format().equals(ImageRecord.RGB8)) {
        return decoder().decode(image.image()).raster();
      }
      return new Raster(image.width(), image.height(), image.image());
    } catch (UndecodableException | IllegalArgumentException e) {
      throw PolyakException.data("Image %s is damaged: %s", image.id(), e.getMessage());
    }
  }

  /** Made when it is needed: a data set of rasters needs no native library. */
  private ImageDecoder decoder() {
    if (decoder == null) {
      decoder = new ImageDecoder(DecodeOptions.defaults());
    }
    return decoder;
  }
}
