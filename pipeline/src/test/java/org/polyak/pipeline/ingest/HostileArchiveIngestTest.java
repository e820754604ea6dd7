package org.polyak.pipeline.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.polyak.pipeline.cli.CapturedRun;
import org.polyak.pipeline.cli.SparkSessions;
import org.polyak.pipeline.dataset.ImageDataset;
import org.polyak.pipeline.dataset.Split;
import org.polyak.pipeline.source.tar.TarFixture;

/** Archives that want out of their folder, or lie about their length, through the whole stage. */
class HostileArchiveIngestTest {

  private static final String TENCH = "n01440764";
  private static final String SHARK = "n01484850";
  private static final String CLIMBS =
      " unsafe-name a name that climbs out of its folder (expected a relative path inside the"
          + " archive)";
  private static final String ABSOLUTE =
      " unsafe-name an absolute name (expected a relative path inside the archive)";
  private static final String SYMBOLIC = " not-a-file a symbolic link (expected a file)";
  private static final String HARD = " not-a-file a hard link (expected a file)";
  private static final String NO_CLASS =
      " unsupported not the archive of a class (expected a name such as n01440764.tar)";

  /** Deep enough that what climbs out of input or output still lands here. */
  @TempDir Path folder;

  private Path raw;
  private Path output;
  private byte[] photo;

  @BeforeEach
  void makeFolders() throws IOException {
    raw = Files.createDirectories(folder.resolve("a/b/raw"));
    output = folder.resolve("a/b/dataset");
    photo = Photos.encoded("png", 20, 20, 1);
    Files.writeString(folder.resolve("secret.png"), "not for the data set");
  }

  @AfterEach
  void closeSpark() {
    SparkSessions.closeRunning();
  }

  @ParameterizedTest
  @ValueSource(strings = {"train-0.tar", "train-0.tar.gz"})
  void shardsKeepInside(String name) throws IOException {
    String absolute = folder.resolve("absolute.png").toString();
    byte[] archive =
        TarFixture.archive(
            file("0.png", photo),
            file("0.cls", text("0")),
            file("../../../climbs.png", photo),
            file("x/../../y/climbs.png", photo),
            file(absolute, photo),
            link('2', "symbolic.png", "../../../secret.png"),
            link('1', "hard.png", folder.resolve("secret.png").toString()),
            link('2', "up", "../../.."),
            file("up/through.png", photo),
            file("up/through.cls", text("1")),
            file("inner.tar", TarFixture.archive(file("../../../nested.png", photo))));
    Files.write(raw.resolve(name), name.endsWith("gz") ? TarFixture.gzip(archive) : archive);
    List<String> bad =
        List.of(
            "train-0/../../../climbs.png" + CLIMBS,
            "train-0/x/../../y/climbs.png" + CLIMBS,
            "train-0/" + absolute + ABSOLUTE,
            "train-0/symbolic.png" + SYMBOLIC,
            "train-0/hard.png" + HARD,
            "train-0/up" + SYMBOLIC,
            "train-0/inner unsupported sample without image: it has tar (expected a member such as"
                + " jpg or png)");
    // What follows the link to a folder is a file of that name and nothing more.
    assertQuarantined("webdataset", bad, List.of("train-0/0.png", "train-0/up/through.png"));
  }

  @Test
  void imageNetKeepsInside() throws IOException {
    String absolute = folder.resolve("absolute.JPEG").toString();
    byte[] tench =
        TarFixture.archive(
            file(TENCH + "_1.JPEG", photo),
            file("../../../climbs.JPEG", photo),
            file(absolute, photo),
            link('2', "symbolic.JPEG", "../../../secret.png"),
            link('1', "hard.JPEG", folder.resolve("secret.png").toString()),
            file("inner.tar", TarFixture.archive(file("../../../nested.JPEG", photo))),
            file(TENCH + "_2.JPEG", photo));
    byte[] shark = TarFixture.archive(file(SHARK + "_1.JPEG", photo));
    Files.write(
        raw.resolve("ILSVRC2012_img_train.tar"),
        TarFixture.archive(
            file(TENCH + ".tar", tench),
            file("../n01443537.tar", shark),
            file("/n01494475.tar", shark),
            link('2', "n01496331.tar", TENCH + ".tar"),
            link('1', "n01498041.tar", TENCH + ".tar"),
            file("more.tar", tench),
            file(SHARK + ".tar", shark)));
    String inTench = "train/" + TENCH + "/";
    List<String> bad =
        List.of(
            inTench + "../../../climbs.JPEG" + CLIMBS,
            inTench + absolute + ABSOLUTE,
            inTench + "symbolic.JPEG" + SYMBOLIC,
            inTench + "hard.JPEG" + HARD,
            inTench + "inner.tar unsupported",
            "train/../n01443537.tar" + CLIMBS,
            "train//n01494475.tar" + ABSOLUTE,
            "train/n01496331.tar" + SYMBOLIC,
            "train/n01498041.tar" + HARD,
            "train/more.tar" + NO_CLASS);
    assertQuarantined(
        "imagenet",
        bad,
        List.of(
            inTench + TENCH + "_1.JPEG",
            inTench + TENCH + "_2.JPEG",
            "train/" + SHARK + "/" + SHARK + "_1.JPEG"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"train-0.tar", "train-0.tar.gz"})
  void aShardThatEndsBeforeItsMemberDoesEndsTheJob(String name) throws IOException {
    byte[] archive =
        TarFixture.archive(
            file("0.png", photo),
            file("0.cls", text("0")),
            TarFixture.header("1.png", 1 << 20, '0'),
            photo);
    Files.write(raw.resolve(name), name.endsWith("gz") ? TarFixture.gzip(archive) : archive);
    assertDamaged("webdataset", name + ": damaged or truncated archive: 1.png has 1048576 bytes");
  }

  @Test
  void aClassThatEndsBeforeItsMemberDoesIsNotReadOnInTheNext() throws IOException {
    byte[] tench = TarFixture.archive(TarFixture.header(TENCH + "_1.JPEG", 1 << 20, '0'), photo);
    byte[] shark = TarFixture.archive(file(SHARK + "_1.JPEG", new byte[2 << 20]));
    Files.write(
        raw.resolve("ILSVRC2012_img_train.tar"),
        TarFixture.archive(file(TENCH + ".tar", tench), file(SHARK + ".tar", shark)));
    assertDamaged(
        "imagenet", TENCH + ".tar: damaged or truncated archive: " + TENCH + "_1.JPEG has 1048576");
  }

  @Test
  void aClassThatIsLongerThanTheArchiveEndsTheJob() throws IOException {
    byte[] tench = TarFixture.archive(file(TENCH + "_1.JPEG", photo));
    Files.write(
        raw.resolve("ILSVRC2012_img_train.tar"),
        TarFixture.archive(TarFixture.header(TENCH + ".tar", 1 << 20, '0'), tench));
    assertDamaged("imagenet", "_train.tar: damaged or truncated archive: " + TENCH + ".tar has");
  }

  /** Refused at first, then allowed: only the output folder is written, with every input. */
  private void assertQuarantined(String format, List<String> bad, List<String> good)
      throws IOException {
    Map<String, String> before = around();
    CapturedRun refused = ingest(format, "0");
    assertThat(refused.code()).as(refused.err()).isEqualTo(3);
    assertThat(refused.messages())
        .contains("%d of %d inputs rejected (".formatted(bad.size(), bad.size() + good.size()));
    assertThat(output).doesNotExist();

    CapturedRun run = ingest(format, "100");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(around()).isEqualTo(before);
    List<String> quarantine = quarantine();
    assertThat(quarantine).hasSize(bad.size());
    for (String line : bad) {
      assertThat(quarantine).filteredOn(found -> found.startsWith(line)).as(line).hasSize(1);
    }
    ImageDataset dataset =
        ImageDataset.open(
            new Configuration(), new org.apache.hadoop.fs.Path(output.toUri().toString()));
    List<String> ids = new ArrayList<>();
    dataset
        .rows(Split.TRAIN, 0, dataset.info().rows(Split.TRAIN))
        .read(
            new Configuration(),
            image -> {
              ids.add(image.id());
              assertThat(image.image()).isEqualTo(photo);
            });
    assertThat(ids).containsExactlyInAnyOrderElementsOf(good);
  }

  private void assertDamaged(String format, String message) throws IOException {
    Map<String, String> before = around();
    CapturedRun run = ingest(format, "100");
    assertThat(run.code()).as(run.err()).isEqualTo(3);
    assertThat(run.messages().lines().filter(line -> !line.startsWith("Warning")))
        .singleElement()
        .asString()
        .contains(message)
        .contains("but the archive ends after")
        .contains("get it again");
    assertThat(around()).isEqualTo(before);
    assertThat(output).doesNotExist();
  }

  private CapturedRun ingest(String format, String maxRejected) {
    return CapturedRun.of(
        "ingest",
        "--format=" + format,
        "--input=" + raw,
        "--output=" + output,
        "--validation=0",
        "--max-rejected=" + maxRejected,
        "--master=local[2]",
        "--spark-conf=spark.sql.shuffle.partitions=2");
  }

  /** Everything but the output, and what a refused one leaves beside it by design. */
  private Map<String, String> around() throws IOException {
    Map<String, String> found = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.toList()) {
        boolean own =
            file.startsWith(output) || file.startsWith(output.resolveSibling("dataset.rejected"));
        if (!own) {
          found.put(
              folder.relativize(file).toString(),
              Files.isRegularFile(file) ? Digests.sha256Hex(Files.readAllBytes(file)) : "folder");
        }
      }
    }
    return found;
  }

  private List<String> quarantine() {
    return SparkSessions.open("test", "local[2]", Map.of())
        .read()
        .parquet(output.resolve("quarantine").toString())
        .select("path", "reason", "message")
        .collectAsList()
        .stream()
        .map(row -> row.mkString(" "))
        .toList();
  }

  /** Header, content and padding, so that a member is one part of an archive. */
  private static byte[] file(String name, byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(TarFixture.header(name, content.length, '0'));
    out.writeBytes(content);
    out.writeBytes(new byte[(512 - content.length % 512) % 512]);
    return out.toByteArray();
  }

  private static byte[] link(char type, String name, String target) {
    byte[] header = TarFixture.header(name, 0, type);
    TarFixture.put(header, 157, target);
    return TarFixture.sealed(header);
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
