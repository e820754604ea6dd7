package org.polyak.pipeline.image;

import static org.polyak.pipeline.image.Decoding.assertPixels;
import static org.polyak.pipeline.image.Decoding.assertRejected;
import static org.polyak.pipeline.image.Decoding.raster;
import static org.polyak.pipeline.image.TestImages.joined;

import java.awt.image.BufferedImage;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.polyak.pipeline.dataset.RejectionReason;

/** PNG of every kind, made by hand and by Java's writer. */
class PngDecoderTest {

  private static final int WIDTH = 11;
  private static final int HEIGHT = 13;

  /** Each combination of the standard's table 11.1, plain and interlaced, without and with tRNS. */
  @ParameterizedTest
  @CsvSource({
    "1, 0, 1",
    "2, 0, 1",
    "4, 0, 1",
    "8, 0, 1",
    "16, 0, 1",
    "8, 2, 3",
    "16, 2, 3",
    "1, 3, 1",
    "2, 3, 1",
    "4, 3, 1",
    "8, 3, 1",
    "8, 4, 2",
    "16, 4, 2",
    "8, 6, 4",
    "16, 6, 4"
  })
  void decodesEveryKind(int depth, int type, int channels) throws UndecodableException {
    int[][][] samples = samples(depth, channels);
    byte[] palette = new byte[3 << Math.min(depth, 8)];
    for (int i = 0; i < palette.length; i++) {
      palette[i] = (byte) (i * 89 + 7);
    }
    boolean keyed = type == 0 || type == 2 || type == 3;
    for (boolean interlaced : new boolean[] {false, true}) {
      for (boolean transparent : new boolean[] {false, keyed}) {
        byte[] trns = transparent ? transparency(samples[2][3], type) : new byte[0];
        byte[] file =
            PngFiles.file(
                PngFiles.header(WIDTH, HEIGHT, depth, type, interlaced),
                type == 3 ? PngFiles.chunk("PLTE", palette) : new byte[0],
                transparent ? PngFiles.chunk("tRNS", trns) : new byte[0],
                PngFiles.data(samples, depth, interlaced),
                PngFiles.end());
        byte[] rgb = new byte[3 * WIDTH * HEIGHT];
        for (int i = 0; i < rgb.length; i++) {
          int[] pixel = samples[i / 3 / WIDTH][i / 3 % WIDTH];
          rgb[i] = (byte) expected(pixel, i % 3, depth, type, palette, trns, samples[2][3]);
        }
        assertPixels(raster(file), WIDTH, HEIGHT, rgb, 0);
      }
    }
  }

  private static int[][][] samples(int depth, int channels) {
    int[][][] samples = new int[HEIGHT][WIDTH][channels];
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        for (int c = 0; c < channels; c++) {
          samples[y][x][c] = ((x * 7919 + y * 104_729 + c * 31_337) >> 2) & ((1 << depth) - 1);
        }
      }
    }
    return samples;
  }

  private static byte[] transparency(int[] pixel, int type) {
    if (type == 3) {
      return new byte[] {0, 100};
    }
    byte[] trns = new byte[2 * pixel.length];
    for (int i = 0; i < pixel.length; i++) {
      trns[2 * i] = (byte) (pixel[i] >> 8);
      trns[2 * i + 1] = (byte) pixel[i];
    }
    return trns;
  }

  private static int expected(
      int[] pixel, int channel, int depth, int type, byte[] palette, byte[] trns, int[] key) {
    boolean coloured = type == 2 || type == 6;
    int sample = pixel[coloured ? channel : 0];
    double colour = depth == 16 ? sample >> 8 : sample * 255.0 / ((1 << depth) - 1);
    double alpha = 255;
    if (type == 3) {
      colour = palette[3 * sample + channel] & 255;
      alpha = sample < trns.length ? trns[sample] & 255 : 255;
    } else if (type == 4 || type == 6) {
      alpha = pixel[pixel.length - 1] >> (depth == 16 ? 8 : 0);
    } else if (trns.length > 0 && Arrays.equals(pixel, key)) {
      alpha = 0;
    }
    return (int) Math.round((colour * alpha + 255 * (255 - alpha)) / 255);
  }

  @Test
  void decodesWhatJavaWrites() throws UndecodableException {
    for (int type :
        new int[] {
          BufferedImage.TYPE_INT_RGB, BufferedImage.TYPE_INT_ARGB, BufferedImage.TYPE_BYTE_INDEXED
        }) {
      BufferedImage image = TestImages.gradient(31, 17, type);
      byte[] rgb = TestImages.onWhite(image);
      assertPixels(raster(TestImages.encoded(image, "png")), 31, 17, rgb, 0);
    }
  }

  @Test
  void turnsUprightByExifAndCompositesOnTheBackground() throws UndecodableException {
    int[][][] samples = {{{10, 20, 30, 255}, {1, 2, 3, 0}}};
    byte[] exif = PngFiles.chunk("eXIf", TestImages.exif(6, ByteOrder.BIG_ENDIAN));
    byte[] file =
        PngFiles.file(
            PngFiles.header(2, 1, 8, 6, false),
            exif,
            PngFiles.data(samples, 8, false),
            PngFiles.end());
    ImageDecoder onGreen = new ImageDecoder(new DecodeOptions(1000, 1000, 1000, 0x00FF00, false));
    Raster raster = onGreen.decode(file).raster();
    assertPixels(raster, 1, 2, new byte[] {10, 20, 30, 0, -1, 0}, 0);
  }

  /** Each of these unpacks to 100 MB, whose reading would show in the time and the memory. */
  @ParameterizedTest
  @ValueSource(strings = {"zTXt", "iCCP", "iTXt"})
  void passesOverPackedMetadata(String type) throws UndecodableException {
    byte[] bomb =
        joined(
            TestImages.latin(type.equals("iTXt") ? "x\0\1\0\0\0" : "x\0\0"),
            PngFiles.deflated(new byte[100_000_000]));
    int[][][] samples = {{{1, 2, 3}}};
    byte[] file =
        PngFiles.file(
            PngFiles.header(1, 1, 8, 2, false),
            PngFiles.chunk(type, bomb),
            PngFiles.data(samples, 8, false),
            PngFiles.end());
    DecodeOptions icc = new DecodeOptions(1 << 20, 100, 100, 0, true);
    assertPixels(new ImageDecoder(icc).decode(file).raster(), 1, 1, new byte[] {1, 2, 3}, 0);
  }

  @Test
  void rejectsWhatEndsEarly() {
    byte[] png = TestImages.encoded(TestImages.gradient(16, 16, 1), "png");
    for (int length = 8; length < png.length; length++) {
      assertRejected(Arrays.copyOf(png, length), RejectionReason.TRUNCATED, "PNG: ");
    }
  }

  @Test
  void rejectsWhatContradictsItself() {
    byte[] header = PngFiles.header(3, 2, 8, 2, false);
    byte[] data = PngFiles.data(new int[2][3][3], 8, false);
    byte[] tooLittle = PngFiles.data(new int[1][3][3], 8, false);
    byte[] wrongSum = data.clone();
    wrongSum[data.length - 1]++;
    assertRejected(
        PngFiles.file(header, tooLittle, PngFiles.end()),
        RejectionReason.CORRUPT,
        "more image data");
    assertRejected(
        PngFiles.file(header, wrongSum, PngFiles.end()), RejectionReason.CORRUPT, "checksum");
    assertRejected(
        PngFiles.file(header, PngFiles.chunk("IDAT", new byte[50]), PngFiles.end()),
        RejectionReason.CORRUPT,
        "zlib");
    assertRejected(
        PngFiles.file(PngFiles.header(3, 2, 3, 2, false), data, PngFiles.end()),
        RejectionReason.CORRUPT,
        "depth 3, type 2");
    assertRejected(
        PngFiles.file(PngFiles.header(3, 2, 8, 3, false), data, PngFiles.end()),
        RejectionReason.CORRUPT,
        "palette");
    assertRejected(
        PngFiles.file(PngFiles.header(60_000, 1_000, 8, 2, false), data, PngFiles.end()),
        RejectionReason.CORRUPT,
        "cannot hold");
    assertRejected(
        PngFiles.file(PngFiles.header(-1, 2, 8, 2, false), data, PngFiles.end()),
        RejectionReason.TOO_LARGE,
        "4294967295 x 2");
    assertRejected(
        PngFiles.file(PngFiles.header(0, 2, 8, 2, false), data, PngFiles.end()),
        RejectionReason.CORRUPT,
        "0 x 2");
  }
}
