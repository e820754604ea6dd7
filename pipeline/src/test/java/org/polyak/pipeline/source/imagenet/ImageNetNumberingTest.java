package org.polyak.pipeline.source.imagenet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polyak.pipeline.dataset.Split;
import org.polyak.pipeline.error.PolyakException;
import org.polyak.pipeline.source.Container;
import org.polyak.pipeline.source.ListedImage;
import org.polyak.pipeline.source.Source;
import org.polyak.pipeline.source.SourceOptions;
import org.polyak.pipeline.source.files.TextFile;
import org.polyak.pipeline.stage.Json;

/** ILSVRC2012 ids are not labels. */
class ImageNetNumberingTest {

  /** Sorted wnids have the labels 0, 1, 2; their ILSVRC2012 ids are 3, 1, 2. */
  private static final TextFile IDS =
      new TextFile(
          "map_clsloc.txt",
          List.of("n02000000 1 goldfish", "n03000000 2 shark", "n01000000 3 tench"));

  private final Configuration hadoop = new Configuration();
  @TempDir Path folder;

  @Test
  void groundTruthIsReadAsIlsvrcIds() {
    ValidationLabels labels =
        ValidationLabels.parse(
            new TextFile("truth", List.of("1", "3", "2", "1")), IlsvrcIds.parse(IDS));
    assertThat(labels.wnids()).containsExactly("n02000000", "n01000000", "n03000000", "n02000000");
    assertThat(labels.wnid("ILSVRC2012_val_00000002.JPEG")).isEqualTo("n01000000");
    assertThat(labels.wnid("ILSVRC2012_val_00000004.jpg")).isEqualTo("n02000000");
    assertThat(labels.wnid("ILSVRC2012_val_00000005.JPEG")).isNull();
    assertThat(labels.wnid("ILSVRC2012_val_00000000.JPEG")).isNull();
    assertThat(labels.wnid("n01440764_10026.JPEG")).isNull();
    assertThat(Synsets.of(IlsvrcIds.parse(IDS)).wnids())
        .containsExactly("n01000000", "n02000000", "n03000000");
  }

  @Test
  void labelsInPlaceOfIlsvrcIdsAreAnError() {
    assertThatThrownBy(
            () ->
                ValidationLabels.parse(
                    new TextFile("truth.txt", List.of("1", "0")), IlsvrcIds.parse(IDS)))
        .isInstanceOf(PolyakException.class)
        .hasMessage(
            "truth.txt line 2: found '0' (expected an ILSVRC2012 id from 1 to 3 as in"
                + " map_clsloc.txt, which is not the label 0 to 2 of the sorted wnids)");
  }

  @Test
  void aMappingThatContradictsItselfIsAnError() {
    assertWrong(() -> IlsvrcIds.parse(file("n01000000 1 a", "n01000000 2 b")), "line 2");
    assertWrong(() -> IlsvrcIds.parse(file("n01000000 1 a", "n02000000 1 b")), "line 2");
    assertWrong(() -> IlsvrcIds.parse(file("n01000000 0 a")), "from 1 to 1");
    assertWrong(() -> IlsvrcIds.parse(file("tench 1")), "a wnid, its ILSVRC2012 id");
    assertWrong(() -> Synsets.parse(file("n02000000 a", "n01000000 b")), "sorted by wnid");
    assertWrong(() -> Synsets.parse(file("n02000000 a", "", "n03000000 b")), "line 2");
  }

  @Test
  void groundTruthWithoutIlsvrcIdsIsAnErrorEvenWithTheSortedMapping() throws IOException {
    Files.writeString(folder.resolve(ValidationLabels.GROUND_TRUTH), "1\n");
    Files.writeString(folder.resolve(Synsets.FILE), "n01000000 tench\n");
    Metadata metadata = Metadata.find(hadoop, path(folder));
    assertThatThrownBy(() -> metadata.validation(hadoop))
        .isInstanceOf(PolyakException.class)
        .hasMessageContaining("its numbers are ILSVRC2012 ids (1 to 1000), and map_clsloc.txt")
        .hasMessageContaining("LOC_synset_mapping.txt cannot replace it");
  }

  @Test
  void kagglesSolutionSaysWnidsWithoutAnyNumbering() throws IOException {
    Files.writeString(
        folder.resolve(ValidationLabels.SOLUTION),
        """
        ImageId,PredictionString
        ILSVRC2012_val_00000003,n02105855 1 2 3 4 n02105855 5 6 7 8\s
        ILSVRC2012_val_00000001,n01751748 1 2 3 4
        """);
    ValidationLabels labels = Metadata.find(hadoop, path(folder)).validation(hadoop);
    assertThat(labels.wnid("ILSVRC2012_val_00000001.JPEG")).isEqualTo("n01751748");
    assertThat(labels.wnid("ILSVRC2012_val_00000002.JPEG")).isNull();
    assertThat(labels.wnid("ILSVRC2012_val_00000003.JPEG")).isEqualTo("n02105855");
  }

  @Test
  void mappingsOfDifferentClassesAreAnError() throws IOException {
    Files.writeString(folder.resolve(IlsvrcIds.FILE), "n01000000 1 tench\n");
    Files.writeString(folder.resolve(Synsets.FILE), "n02000000 goldfish\n");
    Metadata metadata = Metadata.find(hadoop, path(folder));
    assertWrong(() -> metadata.synsets(hadoop), "their wnids differ");
  }

  @Test
  void allRealValidationLabelsAreTheCustomaryOnes() throws IOException {
    Path imagenet = imagenet();
    Metadata metadata = Metadata.find(hadoop, path(imagenet.resolve("metadata")));
    List<String> synsets = metadata.synsets(hadoop).wnids();
    JsonNode index =
        Json.read(hadoop, path(imagenet.resolve("metadata/imagenet_class_index.json")));
    assertThat(synsets)
        .isEqualTo(
            IntStream.range(0, 1000).mapToObj(i -> index.get("" + i).get(0).asText()).toList());
    ValidationLabels labels = metadata.validation(hadoop);
    List<Integer> numbers = labels.wnids().stream().map(synsets::indexOf).toList();
    assertThat(numbers).hasSize(50_000);
    for (int label = 0; label < 1000; label++) {
      assertThat(Collections.frequency(numbers, label)).as("label %d", label).isEqualTo(50);
    }
    // Sea snake, alp, Shetland sheepdog, soup bowl, cradle.
    assertThat(numbers.subList(0, 5)).containsExactly(65, 970, 230, 809, 516);
  }

  @Test
  void realValidationImagesInFoldersOfTheirClassesHaveTheSameLabels() throws IOException {
    Path imagenet = imagenet();
    ValidationLabels labels =
        Metadata.find(hadoop, path(imagenet.resolve("metadata"))).validation(hadoop);
    List<Path> images;
    try (Stream<Path> files = Files.walk(imagenet.resolve("imagenette-subset"))) {
      images = files.filter(f -> ValidationLabels.isImage(f.getFileName().toString())).toList();
    }
    assertThat(images).hasSizeGreaterThan(100);
    assertThat(images)
        .allSatisfy(
            image ->
                assertThat(labels.wnid(image.getFileName().toString()))
                    .isEqualTo(image.getParent().getFileName().toString()));
  }

  @Test
  void aRealSubsetInFoldersHasTheLabelsOfTheWhole() throws IOException {
    Path imagenet = imagenet();
    SourceOptions options =
        new SourceOptions(
            path(imagenet.resolve("imagenette-subset")),
            null,
            path(imagenet.resolve("metadata")),
            Split.TRAIN,
            0,
            null,
            null);
    ImageNetFormat format = new ImageNetFormat();
    assertThat(format.recognises(hadoop, options)).isTrue();
    Source source = format.open(hadoop, options);
    List<ListedImage> listed = new ArrayList<>();
    for (Container container : source.containers()) {
      container.index(hadoop, (at, image, size) -> listed.add(image));
    }
    assertThat(listed).filteredOn(image -> image.split() == Split.TRAIN).hasSize(600);
    assertThat(listed).filteredOn(image -> image.split() == Split.VALIDATION).hasSize(200);
    Set<String> keys = listed.stream().map(ListedImage::classKey).collect(Collectors.toSet());
    List<String> classes = source.classes(keys).keys();
    // Imagenette's classes in ImageNet's labels, from tench to parachute.
    assertThat(keys.stream().map(classes::indexOf))
        .containsExactlyInAnyOrder(0, 217, 482, 491, 497, 566, 569, 571, 574, 701);
    assertThat(source.warnings()).singleElement().asString().contains("10 of ImageNet's 1000");
  }

  private static Path imagenet() {
    String variable = System.getenv("POLYAK_SHARED_DATA");
    Path imagenet = Path.of(variable == null ? "../../shared/data" : variable).resolve("imagenet");
    assumeTrue(
        Files.isDirectory(imagenet.resolve("metadata")),
        "ImageNet's metadata is not at " + imagenet + " (set POLYAK_SHARED_DATA)");
    return imagenet;
  }

  private static TextFile file(String... lines) {
    return new TextFile("file.txt", List.of(lines));
  }

  private static void assertWrong(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(PolyakException.class).hasMessageContaining(message);
  }

  private static org.apache.hadoop.fs.Path path(Path local) {
    return new org.apache.hadoop.fs.Path(local.toUri());
  }
}
