package org.polyak.pipeline.image;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;

/**
 * The chunks of a PNG file that matter to its pixels. Text and other metadata is passed over
 * unread, so that nothing compressed in it is ever unpacked.
 *
 * @param palette PLTE: three bytes an entry; empty without
 * @param transparency tRNS as it stands; empty without
 * @param profile iCCP as it stands, compressed; empty without
 * @param orientation from eXIf, from 1 to 8
 * @param data the contents of the IDAT chunks, in order
 */
record PngChunks(
    PngHeader header,
    byte[] palette,
    byte[] transparency,
    byte[] profile,
    int orientation,
    List<ByteBuffer> data) {

  private static final int SIGNATURE = 8;

  /** Reads all chunks up to IEND, which must be there. */
  static PngChunks parse(byte[] bytes, DecodeOptions options) throws UndecodableException {
    PngHeader header = null;
    byte[] palette = {};
    byte[] transparency = {};
    byte[] profile = {};
    int orientation = 1;
    List<ByteBuffer> data = new ArrayList<>();
    ByteBuffer file = ByteBuffer.wrap(bytes);
    int at = SIGNATURE;
    while (true) {
      if (bytes.length - at < 12) {
        throw UndecodableException.truncated(
            ImageFormat.PNG, "an IEND chunk expected, the file ends at byte %,d", bytes.length);
      }
      long length = file.getInt(at) & 0xFFFFFFFFL;
      String type = new String(bytes, at + 4, 4, StandardCharsets.ISO_8859_1);
      if (header == null && !type.equals("IHDR")) {
        throw type.equals("CgBI")
            ? UndecodableException.unsupported(ImageFormat.PNG, "found Apple's variant of PNG")
            : UndecodableException.corrupt(
                ImageFormat.PNG, "an IHDR chunk expected, found %s", printable(type));
      }
      if (length > bytes.length - at - 12) {
        throw UndecodableException.truncated(
            ImageFormat.PNG,
            "a chunk %s of %,d bytes at byte %,d expected, the file ends at %,d",
            printable(type),
            length,
            at,
            bytes.length);
      }
      int content = at + 8;
      int end = content + (int) length;
      ByteBuffer chunk = file.slice(content, (int) length);
      switch (type) {
        case "IHDR" -> {
          checkSum(bytes, at, end, type);
          if (header != null) {
            throw UndecodableException.corrupt(
                ImageFormat.PNG, "one IHDR chunk expected, found two");
          }
          header = PngHeader.parse(chunk, options);
        }
        case "PLTE" -> palette = checked(bytes, at, end, type);
        case "tRNS" -> transparency = checked(bytes, at, end, type);
        case "iCCP" -> profile = copy(chunk);
        case "eXIf" -> orientation = Orientation.ofExif(bytes, content, (int) length);
        case "IDAT" -> {
          checkSum(bytes, at, end, type);
          data.add(chunk);
        }
        case "IEND" -> {
          return new PngChunks(
              header, palette, transparency, profile, orientation, List.copyOf(data));
        }
        default -> {
          if (Character.isUpperCase(type.charAt(0))) {
            throw UndecodableException.unsupported(
                ImageFormat.PNG, "chunks of the standard expected, found %s", printable(type));
          }
        }
      }
      at = end + 4;
    }
  }

  private static byte[] checked(byte[] bytes, int at, int end, String type)
      throws UndecodableException {
    checkSum(bytes, at, end, type);
    return Arrays.copyOfRange(bytes, at + 8, end);
  }

  private static byte[] copy(ByteBuffer chunk) {
    byte[] copy = new byte[chunk.remaining()];
    chunk.get(copy);
    return copy;
  }

  /** The sum is over type and content and stands behind them. */
  private static void checkSum(byte[] bytes, int at, int end, String type)
      throws UndecodableException {
    CRC32 sum = new CRC32();
    sum.update(bytes, at + 4, end - at - 4);
    int stored = ByteBuffer.wrap(bytes).getInt(end);
    if ((int) sum.getValue() != stored) {
      throw UndecodableException.corrupt(
          ImageFormat.PNG,
          "checksum %08x of chunk %s expected, found %08x",
          sum.getValue(),
          type,
          stored);
    }
  }

  private static String printable(String type) {
    return type.chars().allMatch(c -> c > 32 && c < 127)
        ? type
        : "of type %08x"
            .formatted(ByteBuffer.wrap(type.getBytes(StandardCharsets.ISO_8859_1)).getInt());
  }
}
