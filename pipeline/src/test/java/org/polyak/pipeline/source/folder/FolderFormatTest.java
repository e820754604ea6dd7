package org.polyak.pipeline.source.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polyak.pipeline.dataset.Split;
import org.polyak.pipeline.error.PolyakException;
import org.polyak.pipeline.source.Container;
import org.polyak.pipeline.source.ListedImage;
import org.polyak.pipeline.source.Source;
import org.polyak.pipeline.source.SourceOptions;

class FolderFormatTest {

  @TempDir Path folder;

  @Test
  void splitsAndClassesAreReadOffThePath() throws IOException {
    file("train/cat/1.jpg");
    file("train/cat/deep/er/2.jpg");
    file("Valid/cat/3.jpg");
    file("TEST/newt/4.png");
    file("train/loose.jpg");
    file("notes.txt");
    Source source = open(SourceOptions.of(root()));
    assertThat(listed(source))
        .containsExactlyInAnyOrder(
            new ListedImage("train/cat/1.jpg", Split.TRAIN, "cat"),
            new ListedImage("train/cat/deep/er/2.jpg", Split.TRAIN, "cat"),
            new ListedImage("Valid/cat/3.jpg", Split.VALIDATION, "cat"),
            new ListedImage("TEST/newt/4.png", Split.TEST, "newt"),
            new ListedImage("train/loose.jpg", Split.TRAIN, null),
            new ListedImage("notes.txt", Split.TRAIN, null));
    assertThat(source.warnings())
        .containsExactly(
            "1 of the classes in the test split are not in the train split, such as newt");
    assertThat(recognised()).isTrue();
  }

  @Test
  void classesAloneGoToTheSplitAskedFor() throws IOException {
    file("b/1.jpg");
    file("a/2.JPG");
    SourceOptions test = new SourceOptions(root(), null, null, Split.TEST, 0, null, null);
    Source source = open(test);
    assertThat(listed(source))
        .containsExactly(
            new ListedImage("a/2.JPG", Split.TEST, "a"),
            new ListedImage("b/1.jpg", Split.TEST, "b"));
    assertThat(source.classes(List.of("b", "a")).names()).containsExactly("a", "b");
    assertThat(recognised()).isTrue();
  }

  @Test
  void whatIsNoFolderOfClassesIsNamed() throws IOException {
    assertFails("no file in it");
    file("one.jpg");
    assertFails("no file in a folder of a class");
    file("train/cat/1.jpg");
    file("cat/1.jpg");
    assertFails("holds train, called as a split is, beside cat");
  }

  @Test
  void othersLayoutsAreNotRecognised() throws IOException {
    assertThat(recognised()).isFalse();
    file("data/part-0.parquet");
    assertThat(recognised()).isFalse();
    Files.delete(folder.resolve("data/part-0.parquet"));
    Files.delete(folder.resolve("data"));
    file("train/n01440764/a.JPEG");
    assertThat(recognised()).isFalse();
  }

  private void file(String name) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, name);
  }

  private org.apache.hadoop.fs.Path root() {
    return new org.apache.hadoop.fs.Path(folder.toUri());
  }

  private boolean recognised() throws IOException {
    return new FolderFormat().recognises(new Configuration(), SourceOptions.of(root()));
  }

  private static Source open(SourceOptions options) throws IOException {
    return new FolderFormat().open(new Configuration(), options);
  }

  private void assertFails(String message) {
    assertThatThrownBy(() -> open(SourceOptions.of(root())))
        .isInstanceOf(PolyakException.class)
        .hasMessageContaining(message);
  }

  private static List<ListedImage> listed(Source source) throws IOException {
    List<ListedImage> images = new ArrayList<>();
    for (Container container : source.containers()) {
      container.index(new Configuration(), (position, image, bytes) -> images.add(image));
    }
    return images;
  }
}
