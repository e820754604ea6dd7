package org.polyak.pipeline.source.webdataset;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.polyak.pipeline.error.PolyakException;
import org.polyak.pipeline.source.Container;
import org.polyak.pipeline.source.Piece;
import org.polyak.pipeline.source.Source;
import org.polyak.pipeline.source.SourceFormat;
import org.polyak.pipeline.source.SourceOptions;
import org.polyak.pipeline.source.files.FileListing;
import org.polyak.pipeline.source.files.TextFile;
import org.polyak.pipeline.source.tar.TarRange;

/** A folder of shards, or one shard, as the WebDataset library writes them. */
public final class WebDatasetFormat implements SourceFormat {

  private static final String CLASSES = "classes.txt";
  private static final int NAMED = 3;

  @Override
  public String name() {
    return "webdataset";
  }

  /** Whether the first sample of the first shard is an image with something that belongs to it. */
  @Override
  public boolean recognises(Configuration hadoop, SourceOptions options) throws IOException {
    FileSystem fs = options.input().getFileSystem(hadoop);
    FileStatus shard = firstShard(fs, fs.getFileStatus(options.input()), true);
    if (shard == null) {
      return false;
    }
    try (SampleReader samples =
        new SampleReader(TarRange.of(shard).open(hadoop), MemberRoles.of(options), false)) {
      Sample first = samples.next();
      return first != null && first.hasImage() && first.members() > 1;
    } catch (PolyakException e) {
      // Not an archive, or a damaged one: nothing is certain.
      return false;
    }
  }

  @Override
  public Source open(Configuration hadoop, SourceOptions options) throws IOException {
    FileSystem fs = options.input().getFileSystem(hadoop);
    FileStatus input = fs.getFileStatus(options.input());
    Path folder = input.isFile() ? input.getPath().getParent() : input.getPath();
    List<FileStatus> files = new ArrayList<>();
    List<Container> shards = new ArrayList<>();
    List<String> passedOver = new ArrayList<>();
    for (FileStatus file :
        input.isFile() ? List.of(input) : FileListing.below(fs, input.getPath())) {
      ShardName name = new ShardName(FileListing.relative(folder, file.getPath()));
      if (name.isShard() || input.isFile()) {
        files.add(file);
        shards.add(
            new Shard(
                TarRange.of(file),
                name.id(),
                name.split(options.split()),
                MemberRoles.of(options),
                Piece.TARGET_BYTES));
      } else if (!name.path().equals(CLASSES)) {
        passedOver.add(name.path());
      }
    }
    if (shards.isEmpty()) {
      throw PolyakException.data("%s: no shard in it (expected files *.tar)", options.input());
    }
    Path classes = new Path(options.metadata() == null ? folder : options.metadata(), CLASSES);
    List<String> names = null;
    if (fs(hadoop, classes).exists(classes)) {
      files.add(fs(hadoop, classes).getFileStatus(classes));
      names = names(TextFile.read(hadoop, classes));
    }
    return new WebDatasetSource(files, shards, names, warnings(options.input(), passedOver));
  }

  private static FileSystem fs(Configuration hadoop, Path path) throws IOException {
    return path.getFileSystem(hadoop);
  }

  private static List<String> names(TextFile file) {
    for (int i = 0; i < file.lines().size(); i++) {
      if (file.lines().get(i).isEmpty()) {
        throw file.wrong(i, "the name of class %d".formatted(i));
      }
    }
    return file.lines();
  }

  private static List<String> warnings(Path input, List<String> passedOver) {
    return passedOver.isEmpty()
        ? List.of()
        : List.of(
            "%s: passed over %d files that are no shards, such as %s"
                .formatted(
                    input,
                    passedOver.size(),
                    passedOver.stream().limit(NAMED).collect(Collectors.joining(", "))));
  }

  /** A shard, without going through all folders of a collection that may be of another layout. */
  private static FileStatus firstShard(FileSystem fs, FileStatus place, boolean deep)
      throws IOException {
    if (place.isFile()) {
      return new ShardName(place.getPath().getName()).isShard() ? place : null;
    }
    FileStatus found = null;
    for (FileStatus entry : FileListing.in(fs, place.getPath())) {
      boolean inside = entry.isFile() || (deep && ShardName.isSplit(entry.getPath().getName()));
      if (found == null && inside) {
        found = firstShard(fs, entry, false);
      }
    }
    return found;
  }
}
