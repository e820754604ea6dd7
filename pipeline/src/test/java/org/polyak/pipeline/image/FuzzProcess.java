package org.polyak.pipeline.image;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Decodes damaged images in a process of its own, so that a crash or an excess of memory is seen as
 * such. Prints what came out, a line for each format and outcome.
 */
public final class FuzzProcess {

  /** Files above this make a run long. */
  private static final int SMALL = 20_000;

  private FuzzProcess() {}

  /**
   * @param arguments number of images, seed, folder of further images
   */
  public static void main(String[] arguments) throws IOException {
    int count = Integer.parseInt(arguments[0]);
    long seed = Long.parseLong(arguments[1]);
    List<byte[]> files = files(Path.of(arguments[2]));
    ImageDecoder decoder =
        new ImageDecoder(new DecodeOptions(1 << 20, 2_000_000, 10_000, 0xFFFFFF, true));
    Map<String, Integer> outcomes = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      byte[] mutant = new Mutations(seed + i).of(files.get(i % files.size()));
      String format = ImageFormat.of(mutant).map(ImageFormat::key).orElse("none");
      String outcome;
      try {
        Raster raster = decoder.decode(mutant).raster();
        outcome = raster.rgb().length == 3 * raster.width() * raster.height() ? "decoded" : "odd";
      } catch (UndecodableException e) {
        outcome = e.getMessage().contains(ImageDecoder.FAILED) ? "failed" : e.reason().key();
      } catch (RuntimeException | Error e) {
        throw new IllegalStateException("image %d of seed %d".formatted(i, seed), e);
      }
      outcomes.merge(format + " " + outcome, 1, Integer::sum);
    }
    outcomes.forEach((outcome, times) -> System.out.println(outcome + " " + times));
    System.out.println("resident kB " + residentKilobytes());
  }

  private static long residentKilobytes() throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
      String peak = lines.filter(line -> line.startsWith("VmHWM")).findFirst().orElseThrow();
      return Long.parseLong(peak.replaceAll("\\D", ""));
    }
  }

  private static List<byte[]> files(Path folder) throws IOException {
    List<byte[]> files = new ArrayList<>(made());
    if (Files.isDirectory(folder)) {
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path path : (Iterable<Path>) all.filter(Files::isRegularFile).sorted()::iterator) {
          byte[] bytes = Files.readAllBytes(path);
          if (bytes.length > 0 && bytes.length < SMALL && ImageFormat.of(bytes).isPresent()) {
            files.add(bytes);
          }
        }
      }
    }
    return files;
  }

  private static List<byte[]> made() throws IOException {
    BufferedImage colour = TestImages.gradient(40, 30, BufferedImage.TYPE_INT_RGB);
    BufferedImage alpha = TestImages.gradient(20, 12, BufferedImage.TYPE_INT_ARGB);
    BufferedImage indexed = TestImages.gradient(30, 20, BufferedImage.TYPE_BYTE_INDEXED);
    BufferedImage binary = TestImages.gradient(30, 20, BufferedImage.TYPE_BYTE_BINARY);
    byte[] baseline = TestImages.encoded(colour, "jpeg", false, 0.9f);
    byte[] lossless = TestImages.webp(colour, true);
    byte[] frame = java.util.Arrays.copyOfRange(lossless, 12, lossless.length);
    return List.of(
        baseline,
        TestImages.encoded(colour, "jpeg", true, 0.9f),
        TestImages.withExif(baseline, 6, ByteOrder.BIG_ENDIAN),
        TestImages.cmykJpeg(new byte[4 * 16 * 16], 16, 16, true),
        TestImages.encoded(colour, "png"),
        TestImages.encoded(alpha, "png", true, -1),
        TestImages.encoded(indexed, "png"),
        TestImages.encoded(indexed, "gif", true, -1),
        TestImages.animation(
            new BufferedImage[] {indexed, indexed}, new int[] {1, 0}, new int[] {2, 0}),
        TestImages.encoded(colour, "bmp"),
        TestImages.encoded(indexed, "bmp"),
        TestImages.tiff(colour, "LZW"),
        TestImages.tiff(alpha, "Deflate"),
        TestImages.tiff(indexed, "PackBits"),
        TestImages.tiff(binary, "CCITT T.6"),
        TestImages.tiff(colour, "JPEG"),
        lossless,
        TestImages.webp(colour, false),
        TestImages.webp(alpha, false),
        TestImages.riff(
            TestImages.chunk("VP8X", new byte[] {2, 0, 0, 0, 49, 0, 0, 49, 0, 0}),
            TestImages.chunk("ANIM", new byte[6]),
            TestImages.chunk("ANMF", new byte[16], frame)));
  }
}
