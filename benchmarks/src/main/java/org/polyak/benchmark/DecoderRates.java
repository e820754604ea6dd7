package org.polyak.benchmark;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.bytedeco.leptonica.PIX;
import org.bytedeco.leptonica.global.leptonica;
import org.polyak.pipeline.image.DecodeOptions;
import org.polyak.pipeline.image.ImageDecoder;
import org.polyak.pipeline.image.Raster;
import org.polyak.pipeline.image.Reencoder;
import org.polyak.pipeline.image.UndecodableException;

/**
 * Images a second on one thread: the decoder of the ingest stage, the native library below it
 * without bringing pixels to Java, Java's ImageIO, and encoding at a short side of 256. They take
 * turns over the same JPEG files in one run; the first turns, which warm up, do not count.
 *
 * <p>Arguments: folder of JPEG files, number of turns that count.
 */
public final class DecoderRates {

  private static final int WARM_UP = 5;

  private interface Work {
    /** Does one file; the number keeps the work from being left out. */
    int on(byte[] file) throws IOException, UndecodableException;
  }

  private DecoderRates() {}

  /** Runs the comparison and prints a table with medians and ratios. */
  public static void main(String[] arguments) throws IOException, UndecodableException {
    if (arguments.length != 2) {
      System.err.println("usage: DecoderRates FOLDER TURNS");
      System.exit(2);
    }
    List<byte[]> files = files(Path.of(arguments[0]));
    int turns = Integer.parseInt(arguments[1]);
    ImageDecoder decoder = new ImageDecoder(DecodeOptions.defaults());
    Reencoder reencoder = new Reencoder(256, 90);
    Map<String, Work> works = new LinkedHashMap<>();
    works.put("native library alone", DecoderRates::nativeAlone);
    works.put("ImageDecoder", file -> decoder.decode(file).raster().rgb()[0]);
    works.put("Java ImageIO", file -> ImageIO.read(new ByteArrayInputStream(file)).getWidth());
    works.put("ImageDecoder and Reencoder", file -> reencoded(decoder, reencoder, file));
    Map<String, List<Double>> rates = new LinkedHashMap<>();
    works.keySet().forEach(name -> rates.put(name, new ArrayList<>()));
    int sum = 0;
    for (int turn = -WARM_UP; turn < turns; turn++) {
      for (Map.Entry<String, Work> work : works.entrySet()) {
        long start = System.nanoTime();
        for (byte[] file : files) {
          sum += work.getValue().on(file);
        }
        if (turn >= 0) {
          rates.get(work.getKey()).add(files.size() * 1e9 / (System.nanoTime() - start));
        }
      }
    }
    double reference = median(rates.get("native library alone"));
    System.out.printf("%d files, %d turns (check %d)%n", files.size(), turns, sum);
    rates.forEach(
        (name, all) ->
            System.out.printf(
                Locale.ROOT,
                "%-28s %6.0f images/s, %.2f of the native library%n",
                name,
                median(all),
                median(all) / reference));
  }

  private static int nativeAlone(byte[] file) {
    PIX pix =
        leptonica.pixReadMemJpeg(
            file, file.length, 0, 1, new int[1], leptonica.L_JPEG_CONTINUE_WITH_BAD_DATA);
    int width = leptonica.pixGetWidth(pix);
    leptonica.pixDestroy(pix);
    return width;
  }

  private static int reencoded(ImageDecoder decoder, Reencoder reencoder, byte[] file)
      throws UndecodableException {
    Raster raster = decoder.decode(file).raster();
    return reencoder.jpeg(raster).length;
  }

  private static List<byte[]> files(Path folder) throws IOException {
    List<byte[]> files = new ArrayList<>();
    try (Stream<Path> paths = Files.list(folder)) {
      for (Path path : (Iterable<Path>) paths.sorted()::iterator) {
        files.add(Files.readAllBytes(path));
      }
    }
    return files;
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    return sorted.get(sorted.size() / 2);
  }
}
