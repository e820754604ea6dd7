package org.polyak.pipeline.ingest;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.polyak.pipeline.config.NearestName;
import org.polyak.pipeline.error.PolyakException;
import org.polyak.pipeline.source.SourceFormat;
import org.polyak.pipeline.source.SourceOptions;
import org.polyak.pipeline.source.cifar.CifarFormat;
import org.polyak.pipeline.source.files.FileListing;
import org.polyak.pipeline.source.folder.FolderFormat;
import org.polyak.pipeline.source.idx.IdxFormat;
import org.polyak.pipeline.source.imagenet.ImageNetFormat;
import org.polyak.pipeline.source.parquet.ParquetFormat;
import org.polyak.pipeline.source.webdataset.WebDatasetFormat;

/** The layouts that ingest reads. */
final class Formats {

  /** Stands for the layout that recognises the input. */
  static final String AUTO = "auto";

  /** How many entries of a folder a message names. */
  private static final int NAMED = 4;

  private static final List<SourceFormat> ALL =
      List.of(
          CifarFormat.cifar10(),
          CifarFormat.cifar100(),
          new ImageNetFormat(),
          new FolderFormat(),
          new IdxFormat(),
          new ParquetFormat(),
          new WebDatasetFormat());

  private Formats() {}

  /** What {@code --format} takes. */
  static List<String> names() {
    List<String> names = new ArrayList<>(List.of(AUTO));
    ALL.forEach(format -> names.add(format.name()));
    return names;
  }

  /**
   * The layout of that name, or the only one that recognises the input.
   *
   * @throws PolyakException if there is no such layout, the input is not there, or none or several
   *     recognise it
   */
  static SourceFormat find(Configuration hadoop, String name, SourceOptions options)
      throws IOException {
    SourceFormat named = name.equals(AUTO) ? null : named(name);
    FileSystem fs = options.input().getFileSystem(hadoop);
    if (!fs.exists(options.input())) {
      throw PolyakException.data("--input %s: no such file or folder", options.input());
    }
    return named == null ? recognised(hadoop, options) : named;
  }

  private static SourceFormat named(String name) {
    return ALL.stream()
        .filter(format -> format.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                PolyakException.usage(
                    "--format %s: unknown format (known: %s)%s",
                    name, String.join(", ", names()), NearestName.suggestion(name, names())));
  }

  private static SourceFormat recognised(Configuration hadoop, SourceOptions options)
      throws IOException {
    List<SourceFormat> found = new ArrayList<>();
    for (SourceFormat format : ALL) {
      if (format.recognises(hadoop, options)) {
        found.add(format);
      }
    }
    if (found.size() == 1) {
      return found.get(0);
    }
    if (found.isEmpty()) {
      throw PolyakException.usage(
          "--input %s: of no known layout%s; say which with --format (known: %s)",
          options.input(), content(hadoop, options), String.join(", ", names()));
    }
    throw PolyakException.usage(
        "--input %s: may be of several layouts; say which with --format (%s)",
        options.input(), found.stream().map(SourceFormat::name).collect(Collectors.joining(", ")));
  }

  /** What lies in a folder, so that the user sees which one was looked at; empty for a file. */
  private static String content(Configuration hadoop, SourceOptions options) throws IOException {
    FileSystem fs = options.input().getFileSystem(hadoop);
    if (!fs.getFileStatus(options.input()).isDirectory()) {
      return "";
    }
    List<FileStatus> entries = FileListing.in(fs, options.input());
    if (entries.isEmpty()) {
      throw PolyakException.data("--input %s: an empty folder", options.input());
    }
    return entries.stream()
        .limit(NAMED)
        .map(entry -> entry.getPath().getName() + (entry.isDirectory() ? "/" : ""))
        .collect(Collectors.joining(", ", " (found ", entries.size() > NAMED ? ", …)" : ")"));
  }
}
