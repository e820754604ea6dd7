package org.polyak.pipeline.source.cifar;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.polyak.pipeline.error.PolyakException;
import org.polyak.pipeline.source.Container;
import org.polyak.pipeline.source.Source;
import org.polyak.pipeline.source.SourceFormat;
import org.polyak.pipeline.source.SourceOptions;
import org.polyak.pipeline.source.tar.TarRange;

/**
 * CIFAR-10 or CIFAR-100: the folder of batch files, one that holds the published folder, or the
 * archive.
 */
public final class CifarFormat implements SourceFormat {

  private static final String FINE = "fine";
  private static final String COARSE = "coarse";
  private static final int MAX_TEXT = 1 << 16;

  private final String name;
  private final Function<SourceOptions, CifarLayout> layouts;

  private CifarFormat(String name, Function<SourceOptions, CifarLayout> layouts) {
    this.name = name;
    this.layouts = layouts;
  }

  /** CIFAR-10. */
  public static CifarFormat cifar10() {
    return new CifarFormat("cifar10", options -> CifarLayout.cifar10());
  }

  /** CIFAR-100; its labels are {@code fine}, which is the default, or {@code coarse}. */
  public static CifarFormat cifar100() {
    return new CifarFormat("cifar100", CifarFormat::cifar100Layout);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean recognises(Configuration hadoop, SourceOptions options) throws IOException {
    CifarLayout layout = layouts.apply(options);
    FileSystem fs = options.input().getFileSystem(hadoop);
    if (fs.getFileStatus(options.input()).isFile()) {
      // cifar-10-binary.tar.gz and cifar-100-binary.tar.gz, as they are published.
      String stem = layout.folder().replace("-batches-bin", "").replace("-binary", "");
      return options.input().getName().startsWith(stem + "-binary.tar");
    }
    Path folder = batchFolder(fs, layout, options.input());
    if (folder == null) {
      return false;
    }
    // Others call files train.bin, too.
    for (CifarLayout.Batch batch : layout.batches()) {
      Path file = new Path(folder, batch.fileName());
      if (fs.exists(file) && fs.getFileStatus(file).getLen() % layout.recordBytes() != 0) {
        return false;
      }
    }
    return true;
  }

  @Override
  public Source open(Configuration hadoop, SourceOptions options) throws IOException {
    CifarLayout layout = layouts.apply(options);
    Path input = options.input();
    FileSystem fs = input.getFileSystem(hadoop);
    FileStatus status = fs.getFileStatus(input);
    if (status.isFile()) {
      return archive(hadoop, layout, status);
    }
    Path folder = batchFolder(fs, layout, input);
    if (folder == null) {
      throw PolyakException.data(
          "--input %s: no batch file in it (expected %s)", input, layout.expectedFiles());
    }
    return folder(hadoop, layout, input, folder);
  }

  private static Source archive(Configuration hadoop, CifarLayout layout, FileStatus status)
      throws IOException {
    if (layout.batchOf(status.getPath().getName()) >= 0) {
      throw PolyakException.data(
          "--input %s: a batch file (expected a folder of them, or a .tar.gz)", status.getPath());
    }
    TarRange tar = TarRange.of(status);
    CifarMembers members = CifarMembers.of(hadoop, layout, tar);
    return CifarSource.of(
        status.getPath(),
        layout,
        List.of(status),
        List.of(new CifarArchive(layout, tar)),
        members.lengths(),
        members.names());
  }

  private static Source folder(Configuration hadoop, CifarLayout layout, Path input, Path folder)
      throws IOException {
    FileSystem fs = folder.getFileSystem(hadoop);
    List<FileStatus> files = new ArrayList<>();
    List<Container> containers = new ArrayList<>();
    Map<String, Long> lengths = new LinkedHashMap<>();
    for (int batch = 0; batch < layout.batches().size(); batch++) {
      Path path = new Path(folder, layout.batches().get(batch).fileName());
      if (fs.exists(path)) {
        FileStatus file = fs.getFileStatus(path);
        files.add(file);
        lengths.put(path.getName(), file.getLen());
        containers.add(
            new CifarBatchFile(
                layout, batch, file.getPath().toString(), 0, file.getLen() / layout.recordBytes()));
      }
    }
    Path names = new Path(folder, layout.namesFile());
    String namesText = null;
    if (fs.exists(names)) {
      files.add(fs.getFileStatus(names));
      namesText = text(fs, names);
    }
    return CifarSource.of(input, layout, files, containers, lengths, namesText);
  }

  private static String text(FileSystem fs, Path file) throws IOException {
    try (FSDataInputStream in = fs.open(file)) {
      return new String(in.readNBytes(MAX_TEXT), StandardCharsets.UTF_8);
    }
  }

  /** Where the batch files lie; null if there is none. */
  private static Path batchFolder(FileSystem fs, CifarLayout layout, Path input)
      throws IOException {
    for (Path folder : List.of(input, new Path(input, layout.folder()))) {
      for (CifarLayout.Batch batch : layout.batches()) {
        if (fs.exists(new Path(folder, batch.fileName()))) {
          return folder;
        }
      }
    }
    return null;
  }

  private static CifarLayout cifar100Layout(SourceOptions options) {
    String labels = options.labels() == null ? FINE : options.labels();
    if (!labels.equals(FINE) && !labels.equals(COARSE)) {
      throw PolyakException.usage("--labels %s: expected %s or %s", labels, FINE, COARSE);
    }
    return CifarLayout.cifar100(labels.equals(FINE));
  }
}
