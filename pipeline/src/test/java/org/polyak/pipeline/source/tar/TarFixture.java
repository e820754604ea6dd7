package org.polyak.pipeline.source.tar;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.lang3.SerializationUtils;
import org.apache.hadoop.conf.Configuration;
import org.polyak.pipeline.dataset.Split;
import org.polyak.pipeline.source.ListedImage;
import org.polyak.pipeline.source.Piece;
import org.polyak.pipeline.source.RawImage;
import org.polyak.pipeline.source.RawImages;

/** Archives for tests, and what is in them by another implementation and by this one. */
public final class TarFixture {

  /** Labels that say nothing but the name. */
  static final MemberLabels NAMES = name -> new ListedImage(name, Split.TRAIN, null);

  private TarFixture() {}

  /** An archive of these files. */
  public static byte[] tar(Map<String, byte[]> files) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(out, "UTF-8")) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_GNU);
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        put(tar, file.getKey(), file.getValue());
      }
    }
    return out.toByteArray();
  }

  /** A compressed copy. */
  public static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(content);
    }
    return out.toByteArray();
  }

  /** Files and folders of random names and lengths, in a random way of writing long names. */
  static byte[] random(long seed) throws IOException {
    Random random = new Random(seed);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(out, "UTF-8")) {
      boolean pax = random.nextBoolean();
      tar.setLongFileMode(
          pax ? TarArchiveOutputStream.LONGFILE_POSIX : TarArchiveOutputStream.LONGFILE_GNU);
      tar.setAddPaxHeadersForNonAsciiNames(pax);
      int members = random.nextInt(40);
      for (int i = 0; i < members; i++) {
        if (random.nextInt(8) == 0) {
          tar.putArchiveEntry(new TarArchiveEntry("folder" + i + "/"));
          tar.closeArchiveEntry();
        } else {
          int[] lengths = {0, 1, 511, 512, 513, random.nextInt(5000)};
          byte[] content = new byte[lengths[random.nextInt(lengths.length)]];
          random.nextBytes(content);
          put(tar, name(random, i), content);
        }
      }
    }
    return out.toByteArray();
  }

  private static String name(Random random, int i) {
    String[] parts = {"a", "é", "面", "n01440764", "x y"};
    StringBuilder name = new StringBuilder(random.nextInt(4) == 0 ? "./" : "");
    int target = random.nextInt(3) == 0 ? 90 + random.nextInt(300) : random.nextInt(40);
    while (name.length() < target) {
      name.append(parts[random.nextInt(parts.length)]).append('/');
    }
    return name.append(i).append(".JPEG").toString();
  }

  private static void put(TarArchiveOutputStream tar, String name, byte[] content)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(content.length);
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
  }

  /** Names and contents of the files in an archive as commons-compress reads them. */
  static List<String> truth(byte[] archive) throws IOException {
    List<String> lines = new ArrayList<>();
    InputStream bytes = new ByteArrayInputStream(archive);
    try (TarArchiveInputStream tar = new TarArchiveInputStream(bytes, "UTF-8")) {
      for (TarArchiveEntry e = tar.getNextTarEntry(); e != null; e = tar.getNextTarEntry()) {
        if (!e.isDirectory()) {
          String name = e.getName().startsWith("./") ? e.getName().substring(2) : e.getName();
          lines.add(name + " " + HexFormat.of().formatHex(tar.readAllBytes()));
        }
      }
    }
    return lines;
  }

  /** All inputs in pieces, one after the other, each piece as a task gets it. */
  public static List<RawImage> read(List<Piece> pieces) throws IOException {
    Configuration hadoop = new Configuration();
    List<RawImage> images = new ArrayList<>();
    for (Piece piece : pieces) {
      try (RawImages reader = SerializationUtils.clone(piece).open(hadoop)) {
        for (RawImage image = reader.next(); image != null; image = reader.next()) {
          images.add(image);
        }
      }
    }
    return images;
  }

  /** An input as {@link #truth} has it. */
  static String line(RawImage image) {
    byte[] content = ((RawImage.Encoded) image.content()).bytes();
    return image.listed().id() + " " + HexFormat.of().formatHex(content);
  }

  /** A header block made by hand, of the V7 format unless more is put into it. */
  public static byte[] header(String name, long size, char type) {
    byte[] block = new byte[512];
    put(block, 0, name);
    put(block, 100, "0000644\0");
    put(block, 124, "%011o".formatted(size));
    block[156] = (byte) type;
    return sealed(block);
  }

  /** Puts text into a header block. */
  public static void put(byte[] block, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    System.arraycopy(bytes, 0, block, at, bytes.length);
  }

  /** Sets a header's checksum. */
  public static byte[] sealed(byte[] block) {
    put(block, 148, "        ");
    int sum = 0;
    for (byte b : block) {
      sum += b & 0xff;
    }
    put(block, 148, "%06o\0 ".formatted(sum));
    return block;
  }

  /** Blocks one after the other, each filled up to 512 bytes, and the archive's end. */
  public static byte[] archive(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
      out.writeBytes(new byte[(512 - part.length % 512) % 512]);
    }
    out.writeBytes(new byte[1024]);
    return out.toByteArray();
  }
}
