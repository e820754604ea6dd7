package org.polyak.pipeline.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.LongSummaryStatistics;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polyak.pipeline.dataset.Split;
import org.polyak.pipeline.source.Classes;
import org.polyak.pipeline.source.ListedImage;
import org.polyak.pipeline.source.RawImage;
import org.polyak.pipeline.source.RawImages;
import org.polyak.pipeline.source.files.FileBundle;
import org.polyak.pipeline.source.files.FileBundle.ImageFile;
import org.polyak.pipeline.source.files.FileBundles;

class ReadTaskTest {

  private static final Configuration HADOOP = new Configuration();

  @TempDir Path folder;

  /** One class a hundred times as large as the others: tasks follow the hash, not the classes. */
  @Test
  void filesOfTheDataSetAreReadEachByATaskOfAboutTheSameSize() throws IOException {
    List<ImageFile> files = new ArrayList<>();
    for (int i = 0; i < 3000; i++) {
      files.add(file("cat", i, 1 << 20));
    }
    for (int i = 0; i < 30; i++) {
      files.add(file("emu", i, 1 << 20));
    }
    Index index = index(files);
    List<ReadTask> tasks = ReadTask.ofFiles(index, plan(index)).orElseThrow();

    assertThat(tasks).hasSize(48);
    List<ImageKey> keys = new ArrayList<>();
    for (ReadTask task : tasks) {
      for (ReadTask.Part part : task.parts()) {
        assertThat(part.piece().bytes()).isEqualTo(1 << 20);
        FileBundle bundle = (FileBundle) index.containers().get(part.container()).pieces().get(0);
        keys.add(keyOf(bundle, part));
      }
    }
    assertThat(keys).hasSize(3030).doesNotHaveDuplicates().isSortedAccordingTo(HashOrder.ORDER);
    LongSummaryStatistics sizes =
        tasks.stream().mapToLong(task -> task.parts().size()).summaryStatistics();
    assertThat(sizes.getMax()).isLessThan(Math.round(1.5 * sizes.getAverage()));
  }

  @Test
  void fileReadAloneHasItsPlaceInTheBundle() throws IOException {
    List<ImageFile> files = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      Path path = Files.writeString(folder.resolve("f" + i), "content " + i);
      files.add(
          new ImageFile(path.toUri().toString(), 9, new ListedImage("f" + i, Split.TRAIN, "c")));
    }
    try (RawImages images = new FileBundle(files).at(3).open(HADOOP)) {
      RawImage image = images.next();
      assertThat(image.position()).isEqualTo(3);
      assertThat(image.listed().id()).isEqualTo("f3");
      assertThat(((RawImage.Encoded) image.content()).bytes()).asString().isEqualTo("content 3");
      assertThat(images.next()).isNull();
    }
  }

  @Test
  void smallImagesAreReadInTheirOwnOrder() throws IOException {
    List<ImageFile> files = new ArrayList<>();
    for (int i = 0; i < 5000; i++) {
      files.add(file("cat", i, 1000));
    }
    Index index = index(files);
    assertThat(ReadTask.ofFiles(index, plan(index))).isEmpty();
    assertThat(ReadTask.of(index)).isNotEmpty();
  }

  private static ImageKey keyOf(FileBundle bundle, ReadTask.Part part) {
    for (int i = 0; i < bundle.files().size(); i++) {
      if (bundle.at(i).equals(part.piece())) {
        return ImageKey.of(bundle.files().get(i).image().id());
      }
    }
    throw new AssertionError("not in its bundle: " + part);
  }

  private static ImageFile file(String classKey, int number, long bytes) {
    String id = "train/%s/%d.jpg".formatted(classKey, number);
    return new ImageFile("file:/" + id, bytes, new ListedImage(id, Split.TRAIN, classKey));
  }

  private static Index index(List<ImageFile> files) throws IOException {
    List<IndexedContainer> containers = new ArrayList<>();
    for (FileBundle bundle : FileBundles.of(files)) {
      containers.add(IndexedContainer.of(bundle, HADOOP, new Skip(List.of())));
    }
    return new Index(containers);
  }

  private static IngestPlan plan(Index index) {
    return IngestPlan.of(
        index,
        Classes.sorted(index.classKeys()),
        ValidationShare.parse("0"),
        Folds.NONE,
        false,
        Long.MAX_VALUE >> 1);
  }
}
