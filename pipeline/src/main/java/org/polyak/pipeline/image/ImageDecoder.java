package org.polyak.pipeline.image;

import org.polyak.pipeline.dataset.RejectionReason;

/**
 * Decodes image files of any origin into upright rasters of three channels: grey is repeated, CMYK
 * converted, alpha composited on the background, orientation applied. May be used by any number of
 * threads.
 *
 * <p>Memory for an image within the limits: beside the file, 3 bytes a pixel on the heap, twice
 * that while it is turned upright or its colours are converted, 4 for GIF, up to 19 for TIFF;
 * outside of the heap 4 bytes a pixel for JPEG and WebP, 12 for progressive JPEG.
 */
public final class ImageDecoder {

  /** In messages of failures that no rule foresees; tests look that there are none. */
  static final String FAILED = "the decoder failed:";

  private final DecodeOptions options;
  private final JpegDecoder jpeg;
  private final TiffDecoder tiff;

  /**
   * Loads the native library.
   *
   * @throws org.polyak.pipeline.error.PolyakException where there is none for the platform
   */
  public ImageDecoder(DecodeOptions options) {
    Leptonica.load();
    this.options = options;
    this.jpeg = new JpegDecoder(options);
    this.tiff = new TiffDecoder(options);
  }

  /**
   * Decodes the content of a file.
   *
   * @throws UndecodableException if it is not a whole image of a known format within the limits
   */
  public Decoded decode(byte[] bytes) throws UndecodableException {
    ImageFormat format = format(bytes);
    return new Decoded(format, upright(stored(format, bytes)));
  }

  /**
   * Decodes the content of a file, and makes it smaller on the way where that saves time: of JPEG,
   * blocks of 8x8 pixels become blocks of 4x4, 2x2 or 1, by leaving out what a smaller block does
   * not have (Wallace, "The JPEG still picture compression standard", 1991; libjpeg's scaling).
   *
   * @param reduction 1, 2, 4 or 8: the most pixels along a side that may become one
   * @throws UndecodableException if it is not a whole image of a known format within the limits
   */
  public Reduced decode(byte[] bytes, int reduction) throws UndecodableException {
    if (format(bytes) == ImageFormat.JPEG) {
      return new Reduced(upright(jpeg.decode(bytes, reduction)), reduction);
    }
    return new Reduced(decode(bytes).raster(), 1);
  }

  /**
   * Decodes the content of a file as {@link #decode} does and rejects what that rejects, but keeps
   * only a grid of the pixels, which for JPEG saves a quarter of the time. The grid is that of the
   * pixels as they are stored.
   *
   * @throws UndecodableException if it is not a whole image of a known format within the limits
   */
  public Sample sample(byte[] bytes, Sampling sampling) throws UndecodableException {
    ImageFormat format = format(bytes);
    if (format == ImageFormat.JPEG) {
      return jpeg.sample(bytes, sampling);
    }
    Raster raster = upright(stored(format, bytes));
    return new Sample(format, raster.width(), raster.height(), raster.grid(sampling));
  }

  private ImageFormat format(byte[] bytes) throws UndecodableException {
    if (bytes.length == 0) {
      throw UndecodableException.of(RejectionReason.EMPTY, "an image expected, found no byte");
    }
    if (bytes.length > options.maxBytes()) {
      throw UndecodableException.of(
          RejectionReason.TOO_LARGE,
          "at most %,d bytes allowed, found %,d",
          options.maxBytes(),
          bytes.length);
    }
    return ImageFormat.of(bytes)
        .orElseThrow(
            () ->
                UndecodableException.of(
                    RejectionReason.UNSUPPORTED,
                    "JPEG, PNG, GIF, BMP, TIFF or WebP expected, found %s",
                    ForeignFormat.name(bytes)));
  }

  static Raster upright(Stored stored) {
    Raster srgb = ColourProfile.toSrgb(stored.raster(), stored.metadata().icc());
    return Orientation.upright(srgb, stored.metadata().orientation());
  }

  private Stored stored(ImageFormat format, byte[] bytes) throws UndecodableException {
    return switch (format) {
      case JPEG -> jpeg.decode(bytes);
      case PNG -> new PngDecoder(options).decode(bytes);
      case GIF -> new GifDecoder(options).decode(bytes);
      case BMP -> new BmpDecoder(options).decode(bytes);
      case TIFF -> tiff.decode(bytes);
      case WEBP -> new WebpDecoder(options).decode(bytes);
    };
  }
}
