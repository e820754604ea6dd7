package org.polyak.pipeline.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.polyak.pipeline.image.Decoding.assertPixels;
import static org.polyak.pipeline.image.Decoding.assertRejected;
import static org.polyak.pipeline.image.Decoding.raster;
import static org.polyak.pipeline.image.TestImages.joined;

import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.polyak.pipeline.dataset.RejectionReason;

/** JPEG made by Java's writer, changed by hand. */
class JpegDecoderTest {

  private static final int ENTROPY_CUT = 40;

  private final BufferedImage flag = TestImages.flag();
  private final byte[] baseline = TestImages.encoded(flag, "jpeg", false, 1);

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void decodesBaselineAndProgressive(boolean progressive) throws UndecodableException {
    byte[] jpeg = TestImages.encoded(flag, "jpeg", progressive, 1);
    assertThat(TestImages.marker(jpeg, progressive ? 0xC2 : 0xC0)).isPositive();
    assertThat(Decoding.DECODER.decode(jpeg).format()).isEqualTo(ImageFormat.JPEG);
    // Chroma is at half resolution, so the areas' borders are left out.
    assertAreas(raster(jpeg), 3, new int[] {0, 1, 2, 3, 4, 5});
  }

  @Test
  void repeatsGreyInThreeChannels() throws UndecodableException {
    BufferedImage grey = new BufferedImage(13, 9, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < 13 * 9; i++) {
      grey.getRaster().setSample(i % 13, i / 13, 0, 2 * i);
    }
    byte[] rgb = new byte[3 * 13 * 9];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) (2 * (i / 3));
    }
    assertPixels(raster(TestImages.encoded(grey, "jpeg", false, 1)), 13, 9, rgb, 2);
  }

  /** The areas of the upright picture for each way to hold the camera, from the Exif standard. */
  @ParameterizedTest
  @CsvSource({
    "0, 3, 0 1 2 3 4 5",
    "1, 3, 0 1 2 3 4 5",
    "2, 3, 2 1 0 5 4 3",
    "3, 3, 5 4 3 2 1 0",
    "4, 3, 3 4 5 0 1 2",
    "5, 2, 0 3 1 4 2 5",
    "6, 2, 3 0 4 1 5 2",
    "7, 2, 5 2 4 1 3 0",
    "8, 2, 2 5 1 4 0 3",
    "9, 3, 0 1 2 3 4 5"
  })
  void turnsUpright(int orientation, int across, String areas) throws UndecodableException {
    int[] order = Arrays.stream(areas.split(" ")).mapToInt(Integer::parseInt).toArray();
    for (ByteOrder byteOrder : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
      byte[] jpeg = TestImages.withExif(baseline, orientation, byteOrder);
      assertAreas(raster(jpeg), across, order);
    }
  }

  @Test
  void ignoresDamagedExif() throws UndecodableException {
    byte[] exif = TestImages.exif(6, ByteOrder.BIG_ENDIAN);
    for (int cut = 0; cut < 16; cut++) {
      byte[] damaged = joined(TestImages.latin("Exif\0\0"), Arrays.copyOf(exif, cut));
      Raster raster = raster(TestImages.withSegment(baseline, 0xE1, damaged));
      assertThat(raster.width()).isEqualTo(24);
    }
  }

  /** With all four samples stored inverted, as Adobe does: red = C * K / 255 and so on. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void convertsCmyk(boolean adobe) throws UndecodableException {
    byte[] samples = new byte[4 * 16 * 8];
    int[] inverted = {200, 100, 50, 180};
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (byte) inverted[i % 4];
    }
    byte[] rgb = new byte[3 * 16 * 8];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) (inverted[i % 3] * 180 / 255);
    }
    assertPixels(raster(TestImages.cmykJpeg(samples, 16, 8, adobe)), 16, 8, rgb, 2);
  }

  @Test
  void passesOverBytesBetweenSegmentsAndBehindTheEnd() throws UndecodableException {
    byte[] junk = {(byte) 0xFF, 0, 17, 4, (byte) 0xFF, 0};
    int tables = TestImages.marker(baseline, 0xDB);
    byte[] between =
        joined(
            Arrays.copyOf(baseline, tables),
            junk,
            Arrays.copyOfRange(baseline, tables, baseline.length),
            new byte[1000]);
    assertThat(raster(between).rgb()).isEqualTo(raster(baseline).rgb());
  }

  @Test
  void passesOverBytesBeforeTheEndAsLibjpegDoes() throws UndecodableException {
    for (boolean progressive : new boolean[] {false, true}) {
      byte[] whole = TestImages.encoded(flag, "jpeg", progressive, 1);
      byte[] padded =
          joined(
              Arrays.copyOf(whole, whole.length - 2),
              new byte[5],
              new byte[] {(byte) 0xFF, (byte) 0xD9});
      assertThat(raster(padded).rgb()).isEqualTo(raster(whole).rgb());
    }
  }

  @Test
  void rejectsWhatEndsEarly() {
    for (boolean progressive : new boolean[] {false, true}) {
      byte[] jpeg = TestImages.encoded(flag, "jpeg", progressive, 1);
      for (int length = 3; length < jpeg.length; length += length < 30 ? 1 : 17) {
        assertRejected(Arrays.copyOf(jpeg, length), RejectionReason.TRUNCATED, "JPEG: ");
      }
    }
  }

  @Test
  void rejectsDataThatIsMissingBeforeAnEnd() {
    byte[] jpeg = TestImages.encoded(TestImages.gradient(64, 64, 1), "jpeg", false, 1);
    int scan = TestImages.marker(jpeg, 0xDA);
    byte[] gap =
        joined(Arrays.copyOf(jpeg, scan + 14 + ENTROPY_CUT), new byte[] {(byte) 0xFF, (byte) 0xD9});
    assertRejected(gap, RejectionReason.CORRUPT, "premature end of data segment");
  }

  @ParameterizedTest
  @CsvSource({
    "193, 12, 12-bit",
    "195, 8, lossless",
    "201, 8, arithmetic",
    "202, 8, progressive arithmetic",
    "247, 8, JPEG-LS"
  })
  void namesWhatIsNotRead(int marker, int precision, String name) {
    byte[] jpeg = baseline.clone();
    int frame = TestImages.marker(jpeg, 0xC0);
    jpeg[frame + 1] = (byte) marker;
    jpeg[frame + 4] = (byte) precision;
    assertRejected(jpeg, RejectionReason.UNSUPPORTED, name);
  }

  @Test
  void rejectsMorePixelsThanTheDataCanHold() {
    byte[] jpeg = baseline.clone();
    int frame = TestImages.marker(jpeg, 0xC0);
    jpeg[frame + 5] = 39;
    jpeg[frame + 7] = 38;
    assertRejected(jpeg, RejectionReason.TRUNCATED, "9752 x 10000");
    jpeg[frame + 5] = 127;
    jpeg[frame + 7] = 127;
    assertRejected(jpeg, RejectionReason.TOO_LARGE, "100,000,000 pixels");
    jpeg[frame + 5] = -1;
    jpeg[frame + 6] = -1;
    assertRejected(jpeg, RejectionReason.TOO_LARGE, "65,500 pixels a side");
  }

  /** Scans that say nothing new make the decoder go over all pixels each time. */
  @Test
  void rejectsScansWithoutEnd() {
    byte[] jpeg = TestImages.encoded(TestImages.gradient(512, 512, 1), "jpeg", true, 1);
    int last = jpeg.length - 2;
    byte[] scan = {(byte) 0xFF, (byte) 0xDA, 0, 8, 1, 1, 0, 1, 1, 0, 0};
    byte[] scans = new byte[scan.length * 9000];
    for (int i = 0; i < scans.length; i++) {
      scans[i] = scan[i % scan.length];
    }
    byte[] bomb = joined(Arrays.copyOf(jpeg, last), scans, new byte[] {(byte) 0xFF, (byte) 0xD9});
    assertRejected(bomb, RejectionReason.TOO_LARGE, "scans of 512 x 512");
  }

  @Test
  void appliesProfilesOnlyIfAsked() throws UndecodableException {
    byte[] linear = ICC_Profile.getInstance(ColorSpace.CS_LINEAR_RGB).getData();
    byte[] content = joined(TestImages.latin("ICC_PROFILE\0\1\1"), linear);
    byte[] jpeg = TestImages.withSegment(baseline, 0xE2, content);
    assertThat(raster(jpeg).rgb()).isEqualTo(raster(baseline).rgb());
    DecodeOptions d = DecodeOptions.defaults();
    DecodeOptions icc =
        new DecodeOptions(d.maxBytes(), d.maxPixels(), d.maxSide(), d.background(), true);
    Raster converted = new ImageDecoder(icc).decode(jpeg).raster();
    for (int i = 0; i < converted.rgb().length; i++) {
      double linearLight = (raster(baseline).rgb()[i] & 255) / 255.0;
      // IEC 61966-2-1.
      double srgb =
          linearLight <= 0.0031308
              ? 12.92 * linearLight
              : 1.055 * Math.pow(linearLight, 1 / 2.4) - 0.055;
      assertThat((double) (converted.rgb()[i] & 255))
          .isCloseTo(255 * srgb, org.assertj.core.api.Assertions.within(3.0));
    }
  }

  /** Compares the middles of areas of 8 x 8 pixels. */
  private void assertAreas(Raster raster, int across, int[] order) {
    assertThat(raster.width()).isEqualTo(8 * across);
    assertThat(raster.height()).isEqualTo(8 * (order.length / across));
    for (int i = 0; i < order.length; i++) {
      int expected = flag.getRGB(order[i] % 3 * 8 + 4, order[i] / 3 * 8 + 4);
      int at = 3 * ((i / across * 8 + 4) * raster.width() + i % across * 8 + 4);
      for (int c = 0; c < 3; c++) {
        assertThat(raster.rgb()[at + c] & 255)
            .as("area %d, channel %d", i, c)
            .isBetween(
                (expected >> (16 - 8 * c) & 255) - 24, (expected >> (16 - 8 * c) & 255) + 24);
      }
    }
  }
}
