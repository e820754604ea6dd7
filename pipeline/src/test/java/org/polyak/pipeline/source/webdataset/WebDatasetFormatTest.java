package org.polyak.pipeline.source.webdataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.commons.lang3.SerializationUtils;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.polyak.pipeline.dataset.Split;
import org.polyak.pipeline.error.PolyakException;
import org.polyak.pipeline.source.Classes;
import org.polyak.pipeline.source.Container;
import org.polyak.pipeline.source.Piece;
import org.polyak.pipeline.source.RawImage;
import org.polyak.pipeline.source.Source;
import org.polyak.pipeline.source.SourceOptions;
import org.polyak.pipeline.source.tar.TarFixture;
import org.polyak.pipeline.source.tar.TarRange;

class WebDatasetFormatTest {

  private final Configuration hadoop = new Configuration();
  private final WebDatasetFormat format = new WebDatasetFormat();
  private final Map<String, byte[]> members = new LinkedHashMap<>();
  @TempDir Path folder;

  @Test
  void piecesOfAnySizeKeepSamplesTogether() throws IOException {
    int pieces = 0;
    for (int seed = 0; seed < 100; seed++) {
      Random random = new Random(seed);
      members.clear();
      List<String> expected = new ArrayList<>();
      int samples = random.nextInt(30);
      for (int i = 0; i < samples; i++) {
        expected.add(randomSample(random, "dir.%d/%06d".formatted(i / 7, i)));
      }
      boolean zip = seed % 5 == 0;
      byte[] tar = TarFixture.tar(members);
      Path file = Files.write(folder.resolve("s.tar"), zip ? TarFixture.gzip(tar) : tar);
      TarRange range = new TarRange(file.toString(), file.toString(), 0, Files.size(file));
      MemberRoles roles = MemberRoles.of(SourceOptions.of(path("")));
      Shard shard = new Shard(range, "s", Split.TRAIN, roles, 1 + random.nextInt(8000));
      List<String> found = new ArrayList<>();
      pieces += read(shard, found);
      assertThat(found).as("seed %d", seed).isEqualTo(expected);
    }
    assertThat(pieces).isGreaterThan(500);
  }

  /** Adds a sample and returns what reading should make of it. */
  private String randomSample(Random random, String key) {
    byte[] image = new byte[random.nextInt(3000)];
    random.nextBytes(image);
    String extension = List.of("jpg", "JPEG", "png", "webp").get(random.nextInt(4));
    int label = random.nextInt(1000);
    boolean json = random.nextBoolean();
    boolean first = random.nextBoolean();
    byte[] text = bytes(json ? "{\"a\": [1], \"label\": %d}".formatted(label) : label + "\n");
    if (first) {
      members.put(key + (json ? ".json" : ".cls"), text);
    }
    members.put(key + "." + extension, image);
    if (random.nextBoolean()) {
      members.put(key + ".txt", bytes("a caption"));
    }
    if (!first) {
      members.put(key + (json ? ".json" : ".cls"), text);
    }
    return "s/%s.%s %d %s".formatted(key, extension, label, text(image));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cls|7|7",
        "cls|007|7",
        "cls|''|null",
        "cls|-1|null",
        "cls|1.5|null",
        "cls|dog|null",
        "cls|99999999999999|null",
        "json|{\"label\": 7}|7",
        "json|{\"label\": \"12\"}|12",
        "json|{\"label\": 1.5}|null",
        "json|{\"label\": null}|null",
        "json|{\"class\": 7}|null",
        "json|[7]|null",
        "json|{\"label\": 7|null",
        "txt|7|null"
      })
  void labelsAreDecimalNumbers(String extension, String text, String expected) throws IOException {
    members.put("0.jpg", bytes("image"));
    members.put("0." + extension, bytes(text));
    write("train-0.tar");
    assertThat(read(open())).containsExactly("train-0/0.jpg " + expected + " image");
  }

  @Test
  void whatHasNoImageOrIsUnsafeIsAnInputThatIsRefused() throws IOException {
    members.put("a.cls", bytes("1"));
    members.put("a.txt", bytes("no image"));
    members.put("../b.jpg", bytes("climbs"));
    members.put("c.left.jpg", bytes("left"));
    members.put("c.cls", bytes("2"));
    members.put("README", bytes("r"));
    write("train-0.tar");
    assertThat(read(open()))
        .containsExactly(
            "train-0/a 1 unsupported: sample without image: it has cls, txt (expected a member such"
                + " as jpg or png)",
            "train-0/../b.jpg null unsafe-name: a name that climbs out of its folder (expected a"
                + " relative path inside the archive)",
            "train-0/c 2 unsupported: sample without image: it has left.jpg, cls (expected a member"
                + " such as jpg or png)",
            "train-0/README null unsupported: sample without image: it has no extension (expected a"
                + " member such as jpg or png)");
  }

  @Test
  void membersCanBeNamed() throws IOException {
    members.put("c.cls", bytes("1"));
    members.put("c.jpg", bytes("mask"));
    members.put("c.left.jpg", bytes("left"));
    members.put("c.json", bytes("{\"label\": 2, \"species\": 3}"));
    members.put("c.id", bytes("4"));
    write("train-0.tar");
    assertThat(read(open("left.jpg", "species"))).containsExactly("train-0/c.left.jpg 3 left");
    assertThat(read(open(".JPG", "id"))).containsExactly("train-0/c.jpg 4 mask");
    assertThat(read(open(null, null))).containsExactly("train-0/c.jpg 1 mask");
  }

  @Test
  void allImagesOfASampleAreInputsAndARepeatedMemberBeginsAnother() throws IOException {
    members.put("a.jpg", bytes("1"));
    members.put("a.png", bytes("2"));
    members.put("a.cls", bytes("5"));
    members.put("./a.jpg", bytes("3"));
    write("train-0.tar");
    assertThat(read(open()))
        .containsExactly("train-0/a.jpg 5 1", "train-0/a.png 5 2", "train-0/a.jpg null 3");
  }

  @ParameterizedTest
  @CsvSource({
    "imagenet-train-000000.tar,TRAIN",
    "imagenet1k-validation-07.tar.gz,VALIDATION",
    "val/000.tar,VALIDATION",
    "val/test_000.tgz,TEST",
    "trainer-000.tar,TEST",
    "train-or-val.tar,TEST",
    "000.tar,TEST"
  })
  void namesSaySplits(String name, Split expected) {
    assertThat(new ShardName(name).isShard()).isTrue();
    assertThat(new ShardName(name).split(Split.TEST)).isEqualTo(expected);
  }

  @Test
  void shardsOfAllFoldersAreReadInTheOrderOfTheirNames() throws IOException {
    members.put("0.jpg", bytes("i"));
    members.put("0.cls", bytes("2"));
    for (String name : List.of("val/1.tar", "train/1.tar", "train/0.tar", "train/x.json")) {
      write(name);
    }
    Source source = open();
    assertThat(read(source))
        .containsExactly("train/0/0.jpg 2 i", "train/1/0.jpg 2 i", "val/1/0.jpg 2 i");
    assertThat(source.containers())
        .extracting(c -> ((Shard) c).split())
        .containsExactly(Split.TRAIN, Split.TRAIN, Split.VALIDATION);
    assertThat(source.files()).hasSize(3);
    assertThat(source.warnings())
        .singleElement()
        .asString()
        .endsWith("passed over 1 files that are no shards, such as train/x.json");
    assertThat(format.recognises(hadoop, SourceOptions.of(path("")))).isTrue();
  }

  @Test
  void classesAreSortedAsNumbersUnlessAFileNamesThem() throws IOException {
    members.put("0.jpg", bytes("i"));
    write("train-0.tar");
    assertThat(open().classes(List.of("10", "9", "0")))
        .isEqualTo(new Classes(List.of("0", "9", "10"), List.of("0", "9", "10")));
    Files.writeString(folder.resolve("classes.txt"), "tench\ngoldfish\n");
    Source named = open();
    assertThat(named.classes(List.of("1", "5")))
        .isEqualTo(new Classes(List.of("0", "1"), List.of("tench", "goldfish")));
    assertThat(named.files()).hasSize(2);
    assertThat(named.warnings()).isEmpty();
    Files.writeString(folder.resolve("classes.txt"), "tench\n\ngoldfish\n");
    assertThatThrownBy(this::open)
        .isInstanceOf(PolyakException.class)
        .hasMessageContaining("classes.txt line 2");
  }

  @Test
  void onlySamplesAreRecognised() throws IOException {
    members.put("n01440764_1.JPEG", bytes("i"));
    members.put("n01440764_2.JPEG", bytes("i"));
    write("images/1.tar");
    members.clear();
    members.put("0.jpg", bytes("i"));
    members.put("0.cls", bytes("1"));
    write("shards/1.tar");
    Files.createDirectories(folder.resolve("broken"));
    Files.writeString(folder.resolve("broken/1.tar"), "no archive");
    Files.createDirectories(folder.resolve("none/cats"));
    Files.writeString(folder.resolve("none/cats/1.jpg"), "no archive");
    assertThat(recognises("images")).isFalse();
    assertThat(recognises("images/1.tar")).isFalse();
    assertThat(recognises("broken")).isFalse();
    assertThat(recognises("none")).isFalse();
    assertThat(recognises("shards")).isTrue();
    assertThat(recognises("shards/1.tar")).isTrue();
    assertThatThrownBy(() -> format.open(hadoop, SourceOptions.of(path("none"))))
        .isInstanceOf(PolyakException.class)
        .hasMessageContaining("no shard in it");
  }

  private boolean recognises(String name) throws IOException {
    return format.recognises(hadoop, SourceOptions.of(path(name)));
  }

  private Source open() throws IOException {
    return open(null, null);
  }

  private Source open(String image, String label) throws IOException {
    return format.open(
        hadoop, new SourceOptions(path(""), null, null, Split.TRAIN, 0, image, label));
  }

  private List<String> read(Source source) throws IOException {
    List<String> lines = new ArrayList<>();
    for (Container container : source.containers()) {
      read(SerializationUtils.clone(container), lines);
    }
    return lines;
  }

  /** Adds id, class and content of all inputs; returns the number of pieces. */
  private int read(Container container, List<String> lines) throws IOException {
    List<String> listed = new ArrayList<>();
    List<Piece> pieces = container.index(hadoop, (at, image, size) -> listed.add(at + " " + image));
    List<RawImage> images = TarFixture.read(pieces);
    assertThat(images.stream().map(i -> i.position() + " " + i.listed())).isEqualTo(listed);
    assertThat(images.stream().map(RawImage::position).toList()).isSorted().doesNotHaveDuplicates();
    for (RawImage image : images) {
      lines.add(image.listed().id() + " " + image.listed().classKey() + " " + content(image));
    }
    return pieces.size();
  }

  private static String content(RawImage image) {
    return image.content() instanceof RawImage.Refused refused
        ? refused.reason().key() + ": " + refused.message()
        : text(((RawImage.Encoded) image.content()).bytes());
  }

  private void write(String name) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, TarFixture.tar(members));
  }

  private org.apache.hadoop.fs.Path path(String name) {
    return new org.apache.hadoop.fs.Path(folder.resolve(name).toUri());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
