package org.polyak.pipeline.image;

import java.awt.color.CMMException;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.ColorConvertOp;
import java.awt.image.DataBufferByte;
import java.awt.image.WritableRaster;

/** Conversion of pixels from the colour space of an ICC profile to sRGB. */
final class ColourProfile {

  /** A profile above this is none: printers' tables have some megabytes. */
  static final int MAX_BYTES = 8 << 20;

  private ColourProfile() {}

  /**
   * The pixels in sRGB; unchanged where the profile is not one for RGB or cannot be read, for then
   * sRGB is the best guess.
   */
  static Raster toSrgb(Raster raster, byte[] icc) {
    if (icc.length == 0) {
      return raster;
    }
    try {
      ICC_Profile profile = ICC_Profile.getInstance(icc);
      if (profile.getColorSpaceType() != ColorSpace.TYPE_RGB) {
        return raster;
      }
      ICC_Profile[] path = {profile, ICC_Profile.getInstance(ColorSpace.CS_sRGB)};
      byte[] converted = new byte[raster.rgb().length];
      new ColorConvertOp(path, null).filter(awt(raster, raster.rgb()), awt(raster, converted));
      return new Raster(raster.width(), raster.height(), converted);
    } catch (IllegalArgumentException | CMMException e) {
      return raster;
    }
  }

  private static WritableRaster awt(Raster shape, byte[] rgb) {
    return java.awt.image.Raster.createInterleavedRaster(
        new DataBufferByte(rgb, rgb.length),
        shape.width(),
        shape.height(),
        3 * shape.width(),
        3,
        new int[] {0, 1, 2},
        null);
  }
}
