package org.polyak.pipeline.source.imagenet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.lang3.SerializationUtils;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polyak.pipeline.dataset.Split;
import org.polyak.pipeline.error.PolyakException;
import org.polyak.pipeline.source.Container;
import org.polyak.pipeline.source.Oversize;
import org.polyak.pipeline.source.RawImage;
import org.polyak.pipeline.source.Source;
import org.polyak.pipeline.source.SourceOptions;
import org.polyak.pipeline.source.tar.TarFixture;

/** A small ImageNet in every packaging. */
class ImageNetFormatTest {

  private static final String TENCH = "n01440764";
  private static final String SHARK = "n01484850";
  private static final String BOWL = "n04263257";

  private final Configuration hadoop = new Configuration();
  private final ImageNetFormat format = new ImageNetFormat();
  private final Map<String, byte[]> train = new TreeMap<>();
  private final Map<String, byte[]> val = new TreeMap<>();
  @TempDir Path folder;

  @BeforeEach
  void collect() {
    for (String wnid : List.of(TENCH, SHARK, BOWL)) {
      for (int i = 0; i < 3; i++) {
        train.put(wnid + "/" + wnid + "_" + i + ".JPEG", bytes(wnid + i));
      }
    }
    for (int i = 1; i <= 4; i++) {
      val.put("ILSVRC2012_val_0000000" + i + ".JPEG", bytes("val" + i));
    }
  }

  @Test
  void everyPackagingGivesTheSameInputs() throws IOException {
    metadata(folder.resolve("downloaded"));
    write("downloaded/ILSVRC2012_img_train.tar", trainTar());
    write("downloaded/ILSVRC2012_img_val.tar", TarFixture.tar(val));
    metadata(folder.resolve("unpacked"));
    unpack("unpacked/");
    metadata(folder.resolve("kaggle"));
    unpack("kaggle/ILSVRC/Data/CLS-LOC/");
    metadata(folder.resolve("half/ILSVRC2012_devkit_t12/data"));
    for (Map.Entry<String, byte[]> archive : classTars().entrySet()) {
      write("half/train/" + archive.getKey(), archive.getValue());
    }
    write("half/ILSVRC2012_img_val.tar", TarFixture.tar(val));

    Map<String, String> expected = new TreeMap<>();
    train.forEach(
        (name, content) ->
            expected.put("train/" + name, "TRAIN " + name.substring(0, 9) + " " + text(content)));
    // Ground truth 3, 1, 2, 1 in ILSVRC2012 ids.
    List<String> wnids = List.of(BOWL, SHARK, TENCH, SHARK);
    int i = 0;
    for (Map.Entry<String, byte[]> image : val.entrySet()) {
      expected.put(
          "val/" + image.getKey(), "VALIDATION " + wnids.get(i++) + " " + text(image.getValue()));
    }
    for (String packaging : List.of("downloaded", "unpacked", "kaggle", "half")) {
      Source source = open(packaging);
      assertThat(read(source)).as(packaging).isEqualTo(expected);
      assertThat(source.classes(List.of(TENCH)).keys()).containsExactly(TENCH, SHARK, BOWL);
      assertThat(source.classes(List.of(TENCH)).names()).containsExactly(TENCH, SHARK, BOWL);
      assertThat(source.warnings())
          .singleElement()
          .asString()
          .endsWith("has 3 of ImageNet's 1000 classes");
      assertThat(format.recognises(hadoop, options(packaging))).as(packaging).isTrue();
      assertThat(source.validationIsTheEnd()).isFalse();
    }
  }

  /** The counts of Russakovsky et al. 2015. */
  @Test
  void countsThatAreNotThePublishedOnesAreNamed() throws IOException {
    metadata(folder.resolve("in"));
    unpack("in/");
    Source source = open("in");
    assertThat(source.warnings(Map.of(Split.TRAIN, 1_281_167L, Split.VALIDATION, 50_000L)))
        .isEmpty();
    assertThat(source.warnings(Map.of(Split.TRAIN, 1_281_167L))).isEmpty();
    assertThat(source.warnings(Map.of(Split.TRAIN, 1_281_166L, Split.VALIDATION, 50_001L)))
        .containsExactly(
            "the train split has 1,281,166 images, ILSVRC2012 has 1,281,167",
            "the validation split has 50,001 images, ILSVRC2012 has 50,000");
    assertThat(source.warnings(Map.of(Split.TEST, 5L)))
        .containsExactly("the test split has 5 images, ILSVRC2012 has 100,000");
  }

  @Test
  void aSingleArchiveIsACollection() throws IOException {
    metadata(folder.resolve("meta"));
    write("a/ILSVRC2012_img_train.tar", trainTar());
    write("b/renamed.tar", TarFixture.tar(val));
    write("c/" + SHARK + ".tar", classTars().get(SHARK + ".tar"));
    assertThat(read(open("a/ILSVRC2012_img_train.tar"))).hasSize(9);
    assertThat(format.recognises(hadoop, options("a/ILSVRC2012_img_train.tar"))).isTrue();
    assertThat(read(open("c/" + SHARK + ".tar")))
        .hasSize(3)
        .containsKey("train/" + SHARK + "/" + SHARK + "_0.JPEG");
    SourceOptions options =
        new SourceOptions(path("b/renamed.tar"), null, path("meta"), Split.TRAIN, 0, null, null);
    assertThat(read(format.open(hadoop, options)).get("val/ILSVRC2012_val_00000003.JPEG"))
        .startsWith("VALIDATION " + TENCH);
    assertThat(format.recognises(hadoop, options)).isFalse();
  }

  @Test
  void withoutMetadataTheClassesAreThoseThatAreFound() throws IOException {
    val.clear();
    unpack("in/");
    write("in/val/" + BOWL + "/ILSVRC2012_val_00000001.JPEG", bytes("v"));
    write("in/train/notes.txt", bytes("n"));
    write("in/train/extra/1.JPEG", bytes("e"));
    Source source = open("in");
    Map<String, String> inputs = read(source);
    assertThat(inputs)
        .containsEntry("val/" + BOWL + "/ILSVRC2012_val_00000001.JPEG", "VALIDATION " + BOWL + " v")
        .containsEntry("train/notes.txt", "TRAIN null n")
        .containsEntry("train/extra/1.JPEG", "TRAIN extra e");
    assertThat(source.classes(List.of(BOWL, "extra", SHARK, TENCH)).keys())
        .containsExactly(TENCH, SHARK, BOWL);
    assertThat(format.recognises(hadoop, options("in"))).isFalse();
  }

  @Test
  void validationImagesWithoutLabelsAreAnError() throws IOException {
    unpack("in/");
    assertThatThrownBy(() -> open("in"))
        .isInstanceOf(PolyakException.class)
        .hasMessageContaining("expected ILSVRC2012_validation_ground_truth.txt and map_clsloc.txt");
  }

  @Test
  void whatLiesAmongTheClassesArchivesIsCounted() throws IOException {
    Map<String, byte[]> members = new LinkedHashMap<>(classTars());
    members.put("README", bytes("r"));
    members.put("../" + TENCH + ".tar", new byte[1024]);
    write("in/ILSVRC2012_img_train.tar", TarFixture.tar(members));
    assertThat(read(open("in")))
        .hasSize(11)
        .containsEntry("train/README", "TRAIN null unsupported")
        .containsEntry("train/../" + TENCH + ".tar", "TRAIN null unsafe-name");
  }

  @Test
  void aClassesArchiveMayBeLongerThanAnImage() throws IOException {
    long size = Oversize.MAX_BYTES + 512L;
    byte[] header = new byte[512];
    TarArchiveEntry entry = new TarArchiveEntry(BOWL + ".tar");
    entry.setSize(size);
    entry.writeEntryHeader(header);
    Files.createDirectories(folder.resolve("in"));
    File file = folder.resolve("in/ILSVRC2012_img_train.tar").toFile();
    try (RandomAccessFile sparse = new RandomAccessFile(file, "rw")) {
      sparse.write(header);
      sparse.write(classTars().get(BOWL + ".tar"));
      sparse.setLength(512 + size + 1024);
    }
    assertThat(read(open("in"))).hasSize(3);
  }

  @Test
  void imagesBeyondTheGroundTruthHaveNoClass() throws IOException {
    val.put("ILSVRC2012_val_00000005.JPEG", bytes("five"));
    val.put("thumbs.db", bytes("t"));
    metadata(folder.resolve("in"));
    unpack("in/");
    assertThat(read(open("in")))
        .containsEntry("val/ILSVRC2012_val_00000005.JPEG", "VALIDATION null five")
        .containsEntry("val/thumbs.db", "VALIDATION null t");
  }

  @Test
  void archivesAreTakenBeforeFoldersAndTheRestIsNamed() throws IOException {
    metadata(folder.resolve("in"));
    write("in/ILSVRC2012_img_train.tar", trainTar());
    write("in/train/" + TENCH + "/half.JPEG", bytes("h"));
    write("in/ILSVRC2012_img_test_v10102019.tar", new byte[1024]);
    Source source = open("in");
    assertThat(read(source)).hasSize(9);
    assertThat(source.warnings().get(1))
        .endsWith("passed over: ILSVRC2012_img_test_v10102019.tar, train/");
  }

  @Test
  void otherFoldersAndCompressedArchivesAreErrors() throws IOException {
    write("in/cats/1.jpg", bytes("c"));
    assertThat(format.recognises(hadoop, options("in"))).isFalse();
    assertThatThrownBy(() -> open("in"))
        .isInstanceOf(PolyakException.class)
        .hasMessageContaining("neither ILSVRC2012_img_train.tar nor ILSVRC2012_img_val.tar");
    write("zip/ILSVRC2012_img_train.tar", TarFixture.gzip(trainTar()));
    assertThatThrownBy(() -> open("zip"))
        .isInstanceOf(PolyakException.class)
        .hasMessageContaining("gunzip it");
  }

  /** Ids with split, class and content, which listing and reading agree on. */
  private Map<String, String> read(Source source) throws IOException {
    Map<String, String> inputs = new TreeMap<>();
    List<String> listed = new ArrayList<>();
    List<String> found = new ArrayList<>();
    for (Container container : source.containers()) {
      for (RawImage image :
          TarFixture.read(
              SerializationUtils.clone(container)
                  .index(hadoop, (at, i, size) -> listed.add(at + " " + i)))) {
        found.add(image.position() + " " + image.listed());
        String content =
            image.content() instanceof RawImage.Encoded encoded
                ? text(encoded.bytes())
                : ((RawImage.Refused) image.content()).reason().key();
        inputs.put(
            image.listed().id(),
            image.listed().split() + " " + image.listed().classKey() + " " + content);
      }
    }
    assertThat(found).isEqualTo(listed).hasSize(inputs.size());
    return inputs;
  }

  private void metadata(Path place) throws IOException {
    Files.createDirectories(place);
    Files.writeString(
        place.resolve(IlsvrcIds.FILE), SHARK + " 1 shark\n" + TENCH + " 2 x\n" + BOWL + " 3 y\n");
    Files.writeString(place.resolve(ValidationLabels.GROUND_TRUTH), "3\n1\n2\n1\n");
  }

  private Map<String, byte[]> classTars() throws IOException {
    Map<String, byte[]> tars = new LinkedHashMap<>();
    for (String wnid : List.of(BOWL, TENCH, SHARK)) {
      Map<String, byte[]> images = new TreeMap<>();
      train.forEach(
          (name, content) -> {
            if (name.startsWith(wnid)) {
              images.put(name.substring(10), content);
            }
          });
      tars.put(wnid + ".tar", TarFixture.tar(images));
    }
    return tars;
  }

  private byte[] trainTar() throws IOException {
    return TarFixture.tar(classTars());
  }

  private void unpack(String place) throws IOException {
    for (Map.Entry<String, byte[]> image : train.entrySet()) {
      write(place + "train/" + image.getKey(), image.getValue());
    }
    for (Map.Entry<String, byte[]> image : val.entrySet()) {
      write(place + "val/" + image.getKey(), image.getValue());
    }
  }

  private Source open(String name) throws IOException {
    return format.open(hadoop, options(name));
  }

  private SourceOptions options(String name) {
    return SourceOptions.of(path(name));
  }

  private org.apache.hadoop.fs.Path path(String name) {
    return new org.apache.hadoop.fs.Path(folder.resolve(name).toUri());
  }

  private void write(String name, byte[] content) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, content);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
