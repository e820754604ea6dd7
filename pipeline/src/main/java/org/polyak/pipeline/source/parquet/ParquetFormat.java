package org.polyak.pipeline.source.parquet;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.polyak.pipeline.dataset.ImageDataset;
import org.polyak.pipeline.error.PolyakException;
import org.polyak.pipeline.source.Container;
import org.polyak.pipeline.source.Source;
import org.polyak.pipeline.source.SourceFormat;
import org.polyak.pipeline.source.SourceOptions;
import org.polyak.pipeline.source.files.FileListing;
import org.polyak.pipeline.stage.Json;

/**
 * One Parquet file, or all in a folder: image data sets as Hugging Face's libraries write them, or
 * this project's own, which are told by their columns.
 */
public final class ParquetFormat implements SourceFormat {

  private static final String IMAGES_FOLDER = "images";

  /** Levels of folders in which a file is looked for when the layout is not known. */
  private static final int MAX_DEPTH = 2;

  /** Folders of a level in which a file is looked for when the layout is not known. */
  private static final int MAX_FOLDERS = 3;

  @Override
  public String name() {
    return "parquet";
  }

  /** Looks into the first folders only: collections of other layouts may have thousands. */
  @Override
  public boolean recognises(Configuration hadoop, SourceOptions options) throws IOException {
    FileSystem fs = options.input().getFileSystem(hadoop);
    return holdsData(fs, fs.getFileStatus(options.input()), MAX_DEPTH);
  }

  /**
   * Lists the files and looks at the columns of the first.
   *
   * @throws PolyakException if there is none, or it has not the columns that are expected
   */
  @Override
  public Source open(Configuration hadoop, SourceOptions options) throws IOException {
    FileSystem fs = options.input().getFileSystem(hadoop);
    Path input = fs.makeQualified(options.input());
    Path description = new Path(input, ImageDataset.INFO);
    boolean dataset = fs.getFileStatus(input).isDirectory() && fs.exists(description);
    List<FileStatus> files = files(fs, dataset ? new Path(input, IMAGES_FOLDER) : input);
    String first = files.get(0).getPath().toString();
    try (RowReader reader = RowReader.open(hadoop, first)) {
      boolean own =
          options.imageColumn() == null
              && options.labelColumn() == null
              && DatasetColumns.fit(reader.schema());
      if (own) {
        List<String> names = dataset ? names(hadoop, description) : List.of();
        List<Container> containers = containers(input, options, files, new DatasetColumns());
        List<FileStatus> all = new ArrayList<>(files);
        if (dataset) {
          all.add(fs.getFileStatus(description));
        }
        return new ParquetSource(all, containers, ClassOrder.dataset(input, names), List.of());
      }
      return labelled(input, options, files, reader);
    }
  }

  private static Source labelled(
      Path input, SourceOptions options, List<FileStatus> files, RowReader reader)
      throws IOException {
    String first = files.get(0).getPath().toString();
    FileSchema schema = new FileSchema(first, reader.schema());
    Features features = Features.of(first, reader.notes());
    ColumnNames found = ColumnNames.of(schema, features, options);
    List<String> names = features.names(found.label());
    ImageAndLabel columns = ImageAndLabel.of(schema, found.image(), found.label(), names);
    List<Container> containers = containers(input, options, files, columns);
    if (columns.textLabels()) {
      return new ParquetSource(files, containers, ClassOrder.text(), List.of());
    }
    return names.isEmpty()
        ? new ParquetSource(
            files,
            containers,
            ClassOrder.numbered(),
            List.of(
                "%s: no class names in its footer: classes are called by their numbers"
                    .formatted(first)))
        : new ParquetSource(files, containers, ClassOrder.named(names), List.of());
  }

  private static List<Container> containers(
      Path input, SourceOptions options, List<FileStatus> files, Columns columns) {
    List<Container> containers = new ArrayList<>();
    for (FileStatus file : files) {
      Path path = file.getPath();
      Path root = path.equals(input) ? path.getParent() : input;
      FileName name = new FileName(FileListing.relative(root, path));
      containers.add(
          new ParquetImages(
              path.toString(), file.getLen(), name.id(), name.split(options.split()), columns));
    }
    return containers;
  }

  /** The file itself, or those of a folder, which are at least one. */
  private static List<FileStatus> files(FileSystem fs, Path place) throws IOException {
    if (!fs.exists(place)) {
      throw PolyakException.data("%s: no such folder", place);
    }
    FileStatus status = fs.getFileStatus(place);
    if (status.isFile()) {
      return List.of(status);
    }
    List<FileStatus> files =
        FileListing.below(fs, place).stream()
            .filter(file -> new FileName(FileListing.relative(place, file.getPath())).isData())
            .toList();
    if (files.isEmpty()) {
      throw PolyakException.data("%s: no Parquet file in it (expected files *.parquet)", place);
    }
    return files;
  }

  private static List<String> names(Configuration hadoop, Path description) throws IOException {
    JsonNode labels = Json.read(hadoop, description).path("labels");
    List<String> names = new ArrayList<>();
    labels.forEach(name -> names.add(name.asText()));
    return names;
  }

  private static boolean holdsData(FileSystem fs, FileStatus place, int depth) throws IOException {
    if (place.isFile()) {
      return new FileName(place.getPath().getName()).isData();
    }
    List<FileStatus> entries = FileListing.in(fs, place.getPath());
    if (entries.stream()
        .anyMatch(e -> e.isFile() && new FileName(e.getPath().getName()).isData())) {
      return true;
    }
    int looked = 0;
    for (FileStatus entry : entries) {
      boolean visible = !entry.getPath().getName().startsWith(".");
      if (entry.isDirectory() && visible && depth > 0 && looked < MAX_FOLDERS) {
        looked++;
        if (holdsData(fs, entry, depth - 1)) {
          return true;
        }
      }
    }
    return false;
  }
}
