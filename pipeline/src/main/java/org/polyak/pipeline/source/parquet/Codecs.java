package org.polyak.pipeline.source.parquet;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.polyak.pipeline.error.PolyakException;

/**
 * How columns are compressed. Parquet knows more codecs than it brings, and finds out while it
 * reads; the footer says it before.
 */
final class Codecs {

  private Codecs() {}

  /**
   * Checks that columns can be decompressed.
   *
   * @param groups the file's row groups
   * @param columns names of the columns that will be read
   * @throws PolyakException naming the codec that is not there, and those that are
   */
  static void check(
      Configuration hadoop, String file, List<BlockMetaData> groups, Set<String> columns) {
    for (BlockMetaData group : groups) {
      for (ColumnChunkMetaData chunk : group.getColumns()) {
        String column = chunk.getPath().toArray()[0];
        if (columns.contains(column) && !isThere(hadoop, chunk.getCodec())) {
          throw PolyakException.data(
              "%s: the column %s is compressed with %s, for which there is no codec here (expected"
                  + " one of %s); write the file again with one of these",
              file,
              column,
              chunk.getCodec(),
              there(hadoop).stream().map(Enum::name).collect(Collectors.joining(", ")));
        }
      }
    }
  }

  /** The codecs whose classes are there. */
  static List<CompressionCodecName> there(Configuration hadoop) {
    return Arrays.stream(CompressionCodecName.values())
        .filter(codec -> isThere(hadoop, codec))
        .toList();
  }

  private static boolean isThere(Configuration hadoop, CompressionCodecName codec) {
    String name = codec.getHadoopCompressionCodecClassName();
    return name == null || hadoop.getClassByNameOrNull(name) != null;
  }
}
