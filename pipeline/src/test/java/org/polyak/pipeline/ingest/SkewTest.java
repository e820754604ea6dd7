package org.polyak.pipeline.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polyak.pipeline.source.Container;
import org.polyak.pipeline.source.Source;
import org.polyak.pipeline.source.SourceOptions;
import org.polyak.pipeline.source.folder.FolderFormat;

/** A collection of folders in which one class has nearly all images. */
class SkewTest {

  private static final int CLASSES = 10;
  private static final int LARGE_CLASS = 3;
  private static final int IMAGES = 20;
  private static final int TIMES = 100;

  private final Configuration hadoop = new Configuration();
  @TempDir Path folder;

  /**
   * 20 images a class and 2,000 of one, of 100 to 199 KiB: nothing is read of them, so that files
   * without blocks do. A task of one class each would be ten times the mean.
   */
  @Test
  void theLargestTaskIsAtMostTwiceTheMean() throws IOException {
    long written = 0;
    for (int k = 0; k < CLASSES; k++) {
      Path images = Files.createDirectories(folder.resolve("class" + k));
      for (int i = 0; i < (k == LARGE_CLASS ? TIMES * IMAGES : IMAGES); i++) {
        try (RandomAccessFile file =
            new RandomAccessFile(images.resolve(i + ".jpg").toFile(), "rw")) {
          file.setLength((100 + 37L * i % 100) << 10);
          written += file.length();
        }
      }
    }
    List<Long> tasks =
        ReadTask.of(index()).stream()
            .map(task -> task.parts().stream().mapToLong(part -> part.piece().bytes()).sum())
            .toList();
    long read = tasks.stream().mapToLong(bytes -> bytes).sum();
    assertThat(read).isEqualTo(written);
    assertThat(tasks).hasSizeGreaterThan(CLASSES / 2);
    double mean = (double) read / tasks.size();
    assertThat(tasks).allSatisfy(bytes -> assertThat((double) bytes).isLessThanOrEqualTo(2 * mean));
  }

  private Index index() throws IOException {
    Source source =
        new FolderFormat()
            .open(hadoop, SourceOptions.of(new org.apache.hadoop.fs.Path(folder.toUri())));
    List<IndexedContainer> containers = new ArrayList<>();
    for (Container container : source.containers()) {
      containers.add(IndexedContainer.of(container, hadoop, new Skip(List.of())));
    }
    return new Index(containers);
  }
}
