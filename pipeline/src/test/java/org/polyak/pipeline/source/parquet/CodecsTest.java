package org.polyak.pipeline.source.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.Util;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.api.Binary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.polyak.pipeline.error.ExitCode;
import org.polyak.pipeline.error.PolyakException;
import org.polyak.pipeline.source.Container;
import org.polyak.pipeline.source.Piece;
import org.polyak.pipeline.source.RawImage;
import org.polyak.pipeline.source.RawImages;
import org.polyak.pipeline.source.SourceOptions;

class CodecsTest {

  private static final String SCHEMA =
      "message schema { required binary image; required int64 label; optional binary note; }";

  private static final int TAIL = 8;

  private final Configuration hadoop = new Configuration();
  @TempDir Path folder;

  /** Parquet's own writer compresses; what is offered in the message must be read. */
  @ParameterizedTest
  @EnumSource(
      value = CompressionCodecName.class,
      names = {"UNCOMPRESSED", "SNAPPY", "GZIP", "LZ4", "ZSTD", "LZ4_RAW"})
  void whatIsOfferedIsRead(CompressionCodecName codec) throws IOException {
    assertThat(Codecs.there(hadoop)).hasSize(6).contains(codec);
    write(codec);
    Container container = container();
    Piece piece = container.index(hadoop, (position, image, bytes) -> {}).get(0);
    try (RawImages images = piece.open(hadoop)) {
      for (int i = 0; i < 5; i++) {
        RawImage.Encoded image = (RawImage.Encoded) images.next().content();
        assertThat(image.bytes()).isEqualTo(content(i).getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = CompressionCodec.class,
      names = {"BROTLI", "LZO"})
  void aCodecThatIsNotThereIsNamed(CompressionCodec codec) throws IOException {
    write(CompressionCodecName.UNCOMPRESSED);
    relabel(codec, "image");
    Container container = container();
    assertThatThrownBy(() -> container.index(hadoop, (position, image, bytes) -> {}))
        .hasMessageContaining("train.parquet: the column image is compressed with " + codec)
        .hasMessageContaining("(expected one of UNCOMPRESSED, SNAPPY, GZIP, LZ4, ZSTD, LZ4_RAW)")
        .isInstanceOfSatisfying(
            PolyakException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.DATA));
  }

  @Test
  void columnsThatAreNotReadMayBeCompressedInAnyWay() throws IOException {
    write(CompressionCodecName.UNCOMPRESSED);
    relabel(CompressionCodec.BROTLI, "note");
    Piece piece = container().index(hadoop, (position, image, bytes) -> {}).get(0);
    try (RawImages images = piece.open(hadoop)) {
      assertThat(images.next().listed().classKey()).isEqualTo("0");
    }
  }

  private void write(CompressionCodecName codec) throws IOException {
    ParquetFiles.write(
        folder.resolve("train.parquet"),
        codec,
        SCHEMA,
        Map.of(),
        5,
        (row, i) ->
            row.append("image", Binary.fromString(content(i)))
                .append("label", (long) i)
                .append("note", Binary.fromString("note " + i)));
  }

  private static String content(int i) {
    return ("image " + i + " ").repeat(100);
  }

  /** Writes another footer, which says that a column is compressed in another way. */
  private void relabel(CompressionCodec codec, String column) throws IOException {
    Path file = folder.resolve("train.parquet");
    byte[] bytes = Files.readAllBytes(file);
    int length = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(bytes.length - TAIL);
    int start = bytes.length - TAIL - length;
    FileMetaData footer = Util.readFileMetaData(new ByteArrayInputStream(bytes, start, length));
    footer.getRow_groups().stream()
        .flatMap(group -> group.getColumns().stream())
        .map(chunk -> chunk.getMeta_data())
        .filter(chunk -> chunk.getPath_in_schema().get(0).equals(column))
        .forEach(chunk -> chunk.setCodec(codec));
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    Util.writeFileMetaData(footer, written);
    ByteBuffer changed =
        ByteBuffer.allocate(start + written.size() + TAIL)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put(bytes, 0, start)
            .put(written.toByteArray())
            .putInt(written.size())
            .put(bytes, bytes.length - 4, 4);
    Files.delete(folder.resolve(".train.parquet.crc"));
    Files.write(file, changed.array());
  }

  private Container container() throws IOException {
    SourceOptions options = SourceOptions.of(new org.apache.hadoop.fs.Path(folder.toUri()));
    return new ParquetFormat().open(hadoop, options).containers().get(0);
  }
}
