package org.polyak.pipeline.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.SizeTPointer;
import org.bytedeco.leptonica.PIX;
import org.bytedeco.leptonica.global.leptonica;

/** Image files made by encoders that are not the project's. */
final class TestImages {

  private TestImages() {}

  /** Six areas of 8 x 8 pixels, three across and two down, no two alike: no symmetry. */
  static BufferedImage flag() {
    int[] colours = {0xE02020, 0x20C030, 0x2040E0, 0xF0F0F0, 0x101010, 0xE0D020};
    BufferedImage image = new BufferedImage(24, 16, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < 16; y++) {
      for (int x = 0; x < 24; x++) {
        image.setRGB(x, y, colours[y / 8 * 3 + x / 8]);
      }
    }
    return image;
  }

  /** Every pixel another colour, without symmetry. */
  static BufferedImage gradient(int width, int height, int type) {
    BufferedImage image = new BufferedImage(width, height, type);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int alpha = image.getColorModel().hasAlpha() ? (x * 31 + y * 57) & 255 : 255;
        image.setRGB(x, y, alpha << 24 | (x * 9 & 255) << 16 | (y * 13 & 255) << 8 | (x * y & 255));
      }
    }
    return image;
  }

  static byte[] encoded(BufferedImage image, String format) {
    return encoded(image, format, false, -1);
  }

  /**
   * @param quality of JPEG from 0 to 1; below 0 for the writer's own
   */
  static byte[] encoded(BufferedImage image, String format, boolean progressive, float quality) {
    ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
    ImageWriteParam parameters = writer.getDefaultWriteParam();
    if (progressive) {
      parameters.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
    }
    if (quality >= 0) {
      parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      parameters.setCompressionQuality(quality);
    }
    return written(writer, parameters, new IIOImage(image, null, null));
  }

  /** TIFF with one of the writer's compressions. */
  static byte[] tiff(BufferedImage image, String compression) {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("tiff").next();
    ImageWriteParam parameters = writer.getDefaultWriteParam();
    if (!compression.isEmpty()) {
      parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      parameters.setCompressionType(compression);
    }
    return written(writer, parameters, new IIOImage(image, null, null));
  }

  /** JPEG of four components as they are, without and with Adobe's segment. */
  static byte[] cmykJpeg(byte[] samples, int width, int height, boolean adobe) {
    java.awt.image.WritableRaster raster =
        java.awt.image.Raster.createInterleavedRaster(
            new java.awt.image.DataBufferByte(samples, samples.length),
            width,
            height,
            4 * width,
            4,
            new int[] {0, 1, 2, 3},
            null);
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ImageWriteParam parameters = writer.getDefaultWriteParam();
    parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
    parameters.setCompressionQuality(1);
    byte[] plain = written(writer, parameters, new IIOImage(raster, null, null));
    byte[] segment = {'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, 0};
    return adobe ? withSegment(plain, 0xEE, segment) : plain;
  }

  private static byte[] written(ImageWriter writer, ImageWriteParam parameters, IIOImage image) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
      writer.setOutput(stream);
      writer.write(null, image, parameters);
      stream.flush();
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      writer.dispose();
    }
  }

  /** An animation of GIF whose frames stand at their offsets on a screen. */
  static byte[] animation(BufferedImage[] frames, int[] left, int[] top) throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("gif").next();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
      writer.setOutput(stream);
      writer.prepareWriteSequence(null);
      for (int i = 0; i < frames.length; i++) {
        IIOMetadata metadata =
            writer.getDefaultImageMetadata(new ImageTypeSpecifier(frames[i]), null);
        String format = metadata.getNativeMetadataFormatName();
        org.w3c.dom.Node tree = metadata.getAsTree(format);
        org.w3c.dom.Element descriptor =
            (org.w3c.dom.Element)
                ((org.w3c.dom.Element) tree).getElementsByTagName("ImageDescriptor").item(0);
        descriptor.setAttribute("imageLeftPosition", "" + left[i]);
        descriptor.setAttribute("imageTopPosition", "" + top[i]);
        metadata.setFromTree(format, tree);
        writer.writeToSequence(new IIOImage(frames[i], null, metadata), null);
      }
      writer.endWriteSequence();
    } finally {
      writer.dispose();
    }
    return out.toByteArray();
  }

  /** WebP without loss, by libwebp's encoder. */
  static byte[] webp(BufferedImage image, boolean lossless) {
    Leptonica.load();
    int width = image.getWidth();
    int height = image.getHeight();
    PIX pix = leptonica.pixCreate(width, height, 32);
    if (image.getColorModel().hasAlpha()) {
      leptonica.pixSetSpp(pix, 4);
    }
    IntPointer words = leptonica.pixGetData(pix);
    for (int i = 0; i < width * height; i++) {
      int argb = image.getRGB(i % width, i / width);
      words.put(i, argb << 8 | argb >>> 24);
    }
    try (BytePointer data = new BytePointer();
        SizeTPointer size = new SizeTPointer(1)) {
      if (leptonica.pixWriteMemWebP(data, size, pix, 90, lossless ? 1 : 0) != 0) {
        throw new IllegalStateException("libwebp does not encode");
      }
      byte[] bytes = new byte[(int) size.get()];
      data.get(bytes);
      leptonica.lept_free(data);
      return bytes;
    } finally {
      leptonica.pixDestroy(pix);
    }
  }

  /** A RIFF chunk, padded. */
  static byte[] chunk(String type, byte[]... contents) {
    byte[] content = joined(contents);
    ByteBuffer out = ByteBuffer.allocate(8 + content.length + (content.length & 1));
    out.order(ByteOrder.LITTLE_ENDIAN).put(latin(type)).putInt(content.length).put(content);
    return out.array();
  }

  /** A WebP file of chunks. */
  static byte[] riff(byte[]... chunks) {
    byte[] content = joined(chunks);
    ByteBuffer out = ByteBuffer.allocate(12 + content.length).order(ByteOrder.LITTLE_ENDIAN);
    return out.put(latin("RIFF"))
        .putInt(4 + content.length)
        .put(latin("WEBP"))
        .put(content)
        .array();
  }

  /** Exif data with an orientation alone, in Intel's byte order or Motorola's. */
  static byte[] exif(int orientation, ByteOrder order) {
    ByteBuffer out = ByteBuffer.allocate(26).order(order);
    out.put(latin(order == ByteOrder.LITTLE_ENDIAN ? "II" : "MM")).putShort((short) 42).putInt(8);
    out.putShort((short) 1).putShort((short) 274).putShort((short) 3).putInt(1);
    return out.putShort((short) orientation).putShort((short) 0).putInt(0).array();
  }

  /** JPEG with a segment more behind its start. */
  static byte[] withSegment(byte[] jpeg, int marker, byte[] content) {
    byte[] head = {
      (byte) 0xFF, (byte) marker, (byte) ((content.length + 2) >> 8), (byte) (content.length + 2)
    };
    return joined(Arrays.copyOf(jpeg, 2), head, content, Arrays.copyOfRange(jpeg, 2, jpeg.length));
  }

  static byte[] withExif(byte[] jpeg, int orientation, ByteOrder order) {
    return withSegment(jpeg, 0xE1, joined(latin("Exif\0\0"), exif(orientation, order)));
  }

  static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  static byte[] latin(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** The place of a marker that has a segment or is the end, by segments. */
  static int marker(byte[] jpeg, int code) {
    for (int i = 0; i < jpeg.length - 1; i++) {
      if (jpeg[i] == (byte) 0xFF && (jpeg[i + 1] & 0xFF) == code) {
        return i;
      }
    }
    throw new IllegalArgumentException("no marker %02x".formatted(code));
  }

  /** The colours of an image composited on white, as the decoder should give them. */
  static byte[] onWhite(BufferedImage image) {
    byte[] rgb = new byte[3 * image.getWidth() * image.getHeight()];
    for (int i = 0; i < rgb.length; i++) {
      int pixel = i / 3;
      int argb = image.getRGB(pixel % image.getWidth(), pixel / image.getWidth());
      int alpha = argb >>> 24;
      int sample = argb >> (16 - 8 * (i % 3)) & 255;
      rgb[i] = (byte) Math.round((sample * alpha + 255 * (255 - alpha)) / 255.0);
    }
    return rgb;
  }
}
