package org.polyak.augment.preview;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Iterator;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.ImageOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.polyak.pipeline.error.PolyakException;
import org.polyak.pipeline.stage.WholeFile;
import org.w3c.dom.NodeList;

/**
 * A PNG file that says in its text chunks what made it. It is written beside its place and renamed,
 * and replaces an earlier preview, but no other file unless told to.
 */
final class PreviewFile {

  private static final String FORMAT = "javax_imageio_png_1.0";
  private static final String MAKER_KEY = "Software";
  private static final String MAKER = "polyak augment";

  private PreviewFile() {}

  /**
   * Checks that the place may be written to.
   *
   * @throws PolyakException if a folder, or a file that is no preview, is there
   */
  static void checkPlace(Configuration hadoop, Path file, boolean overwrite) throws IOException {
    FileSystem fs = file.getFileSystem(hadoop);
    if (!fs.exists(file)) {
      return;
    }
    if (fs.getFileStatus(file).isDirectory()) {
      throw PolyakException.usage("--preview %s: is a folder, expected a file", file);
    }
    if (!overwrite && !isPreview(fs, file)) {
      throw PolyakException.conflict(
          "%s exists and is no preview made by Polyak; choose another file, or --overwrite", file);
    }
  }

  /** Writes the picture. */
  static void write(Configuration hadoop, Path file, BufferedImage picture, String description)
      throws IOException {
    WholeFile.write(hadoop, file, encode(picture, description));
  }

  private static byte[] encode(BufferedImage picture, String description) throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
    try {
      IIOMetadata metadata =
          writer.getDefaultImageMetadata(
              ImageTypeSpecifier.createFromRenderedImage(picture), writer.getDefaultWriteParam());
      IIOMetadataNode texts = new IIOMetadataNode("tEXt");
      texts.appendChild(text(MAKER_KEY, MAKER));
      texts.appendChild(text("Description", description));
      IIOMetadataNode root = new IIOMetadataNode(FORMAT);
      root.appendChild(texts);
      metadata.mergeTree(FORMAT, root);
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
        writer.setOutput(out);
        writer.write(new IIOImage(picture, null, metadata));
      }
      return bytes.toByteArray();
    } finally {
      writer.dispose();
    }
  }

  private static IIOMetadataNode text(String keyword, String value) {
    IIOMetadataNode node = new IIOMetadataNode("tEXtEntry");
    node.setAttribute("keyword", keyword);
    node.setAttribute("value", value);
    return node;
  }

  private static boolean isPreview(FileSystem fs, Path file) throws IOException {
    byte[] bytes;
    try (FSDataInputStream in = fs.open(file)) {
      bytes = in.readAllBytes();
    }
    try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(bytes))) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        return false;
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(in);
        return isMadeByPolyak(reader.getImageMetadata(0));
      } finally {
        reader.dispose();
      }
    } catch (IOException e) {
      // Starts like a picture and is none: not ours, since ours appear by rename.
      return false;
    }
  }

  private static boolean isMadeByPolyak(IIOMetadata metadata) {
    if (!FORMAT.equals(metadata.getNativeMetadataFormatName())) {
      return false;
    }
    IIOMetadataNode root = (IIOMetadataNode) metadata.getAsTree(FORMAT);
    NodeList entries = root.getElementsByTagName("tEXtEntry");
    for (int i = 0; i < entries.getLength(); i++) {
      IIOMetadataNode entry = (IIOMetadataNode) entries.item(i);
      if (MAKER_KEY.equals(entry.getAttribute("keyword"))
          && MAKER.equals(entry.getAttribute("value"))) {
        return true;
      }
    }
    return false;
  }
}
