package org.polyak.augment.image;

import org.polyak.pipeline.dataset.ImageRecord;
import org.polyak.pipeline.error.PolyakException;
import org.polyak.pipeline.image.DecodeOptions;
import org.polyak.pipeline.image.ImageDecoder;
import org.polyak.pipeline.image.Raster;
import org.polyak.pipeline.image.Reduced;
import org.polyak.pipeline.image.UndecodableException;

/** The pixels of a data set's image, however it is stored. Not thread-safe, one for each thread. */
public final class RecordDecoder {

  /** Null until an encoded image comes: a set of rasters needs no native library. */
  private ImageDecoder decoder;

  /**
   * The pixels, upright; those of an {@code rgb8} image are its own bytes.
   *
   * @throws PolyakException if the image is damaged
   */
  public Raster decode(ImageRecord image) {
    return decode(image, 1).raster();
  }

  /**
   * The pixels, upright, made smaller on the way where that saves time.
   *
   * @param reduction 1, 2, 4 or 8: the most pixels along a side that may become one
   * @throws PolyakException if the image is damaged
   */
  public Reduced decode(ImageRecord image, int reduction) {
    if (image.format().equals(ImageRecord.RGB8)) {
      long expected = (long) Image.CHANNELS * image.height() * image.width();
      if (image.image().length != expected) {
        throw PolyakException.data(
            "Image %s is damaged: %d bytes, expected %d for %d x %d x 3",
            image.id(), image.image().length, expected, image.height(), image.width());
      }
      return new Reduced(new Raster(image.width(), image.height(), image.image()), 1);
    }
    if (decoder == null) {
      decoder = new ImageDecoder(DecodeOptions.defaults());
    }
    try {
      return decoder.decode(image.image(), reduction);
    } catch (UndecodableException e) {
      throw PolyakException.data("Image %s is damaged: %s", image.id(), e.getMessage());
    }
  }
}
