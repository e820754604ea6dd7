package org.polyak.pipeline.source.imagenet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.polyak.pipeline.dataset.RejectionReason;
import org.polyak.pipeline.error.PolyakException;
import org.polyak.pipeline.source.Container;
import org.polyak.pipeline.source.files.FileBundle;
import org.polyak.pipeline.source.files.FileBundles;
import org.polyak.pipeline.source.files.FileListing;
import org.polyak.pipeline.source.tar.TarContainer;
import org.polyak.pipeline.source.tar.TarMember;
import org.polyak.pipeline.source.tar.TarRange;
import org.polyak.pipeline.source.tar.TarReader;

/**
 * The training images.
 *
 * @param classes wnids of the folders and archives
 */
record TrainImages(List<FileStatus> files, List<Container> containers, Set<String> classes) {

  /** Looks at the archive of the classes' archives, without going into those. */
  static TrainImages inArchive(Configuration hadoop, FileStatus file) throws IOException {
    TarRange range = TarRange.of(file);
    if (range.isGzip(hadoop)) {
      throw PolyakException.data(
          "%s: is compressed (expected a plain tar, whose classes can be read at the same time);"
              + " gunzip it",
          range.name());
    }
    List<Container> containers = new ArrayList<>();
    List<StrayMembers.Stray> strays = new ArrayList<>();
    Set<String> classes = new TreeSet<>();
    try (TarReader tar = range.open(hadoop)) {
      for (TarMember member = tar.next(); member != null; member = tar.next()) {
        String name = member.name().substring(member.name().lastIndexOf('/') + 1);
        if (Wnid.isArchive(name) && isReadable(member)) {
          String wnid = Wnid.ofArchive(name);
          classes.add(wnid);
          containers.add(new TarContainer(range.nested(member), new TrainPlace(wnid)));
        } else {
          strays.add(StrayMembers.Stray.of(member));
        }
      }
    }
    if (!strays.isEmpty()) {
      containers.add(new StrayMembers(range.name(), strays));
    }
    return new TrainImages(List.of(file), containers, classes);
  }

  /** A class's archive by itself. */
  static TrainImages inClassArchive(FileStatus file) {
    String wnid = Wnid.ofArchive(file.getPath().getName());
    Container container = new TarContainer(TarRange.of(file), new TrainPlace(wnid));
    return new TrainImages(List.of(file), List.of(container), Set.of(wnid));
  }

  /** Looks at a folder of the classes' folders or archives. */
  static TrainImages inFolder(FileSystem fs, Path folder) throws IOException {
    List<FileStatus> files = FileListing.below(fs, folder);
    List<Container> containers = new ArrayList<>();
    List<FileBundle.ImageFile> images = new ArrayList<>();
    Set<String> classes = new TreeSet<>();
    for (FileStatus file : files) {
      String path = FileListing.relative(folder, file.getPath());
      int slash = path.indexOf('/');
      if (Wnid.isArchive(path)) {
        classes.add(Wnid.ofArchive(path));
        containers.addAll(inClassArchive(file).containers());
      } else {
        if (slash > 0 && Wnid.isWnid(path.substring(0, slash))) {
          classes.add(path.substring(0, slash));
        }
        images.add(FileBundle.ImageFile.of(file, TrainPlace.ofFile(path)));
      }
    }
    containers.addAll(FileBundles.of(images));
    return new TrainImages(files, containers, classes);
  }

  /** What is too long for an image may be an archive. */
  private static boolean isReadable(TarMember member) {
    return member.refusal() == null || member.refusal().reason() == RejectionReason.TOO_LARGE;
  }
}
