package org.polyak.pipeline.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StageOutputTest {

  private final Configuration hadoop = new Configuration();
  @TempDir Path folder;
  private Path target;

  @BeforeEach
  void nameTarget() {
    target = folder.resolve("out");
  }

  @Test
  void appearsOnlyWhenItIsPublished() throws IOException {
    try (StageOutput output = begin(identity(5))) {
      write(output, "part", "1");
      assertThat(target).doesNotExist();
      output.publish(Json.object().put("rows", 3), Json.object().put("accuracy", 0.5));
      assertThat(target.resolve("part")).exists();
    }
    assertThat(siblings()).containsExactly("out");
    JsonNode manifest = existing(identity(5), false).orElseThrow();
    assertThat(manifest.path("counts").path("rows").asInt()).isEqualTo(3);
    assertThat(manifest.path("versions").path("spark").asText()).startsWith("3.5");
    assertThat(target.resolve("metrics.json")).content().contains("0.5");
  }

  @Test
  void whatIsNotPublishedGoesAway() throws IOException {
    assertThatThrownBy(
            () -> {
              try (StageOutput output = begin(identity(5))) {
                write(output, "part", "1");
                throw new IOException("No space left on device");
              }
            })
        .hasMessageContaining("No space");
    assertThat(siblings()).isEmpty();
  }

  @Test
  void anotherIdentityConflictsAndNamesTheFirstDifference() throws IOException {
    publish(5);
    assertThatThrownBy(() -> existing(identity(10), false))
        .hasMessageContaining("configuration.training.epochs is 5 there and 10 here")
        .hasMessageContaining("--overwrite");
    assertThat(existing(identity(10), true)).isEmpty();
  }

  @Test
  void overwritingReplacesEverything() throws IOException {
    publish(5);
    Files.writeString(target.resolve("stale"), "x");
    publish(10);
    assertThat(target.resolve("stale")).doesNotExist();
    assertThat(existing(identity(10), false)).isPresent();
    assertThat(siblings()).containsExactly("out");
  }

  @Test
  void foreignFoldersAreRefusedEvenForOverwriting() throws IOException {
    Files.createDirectories(target);
    assertThat(existing(identity(5), false)).isEmpty();
    Files.writeString(target.resolve("thesis.tex"), "x");
    assertThatThrownBy(() -> existing(identity(5), true))
        .hasMessageContaining("holds no manifest.json");
    Path file = Files.writeString(folder.resolve("file"), "x");
    assertThatThrownBy(() -> StageOutput.existing(hadoop, hadoopPath(file), identity(5), true))
        .hasMessageContaining("holds no manifest.json");
  }

  @Test
  void anEmptyFolderIsFilled() throws IOException {
    Files.createDirectories(target);
    publish(5);
    assertThat(target.resolve("manifest.json")).exists();
  }

  @Test
  void leftoversOfAKilledRunAreRemoved() throws IOException {
    StageOutput killed = begin(identity(5));
    write(killed, "leftover", "x");
    publish(5);
    assertThat(target.resolve("leftover")).doesNotExist();
    assertThat(siblings()).containsExactly("out");
  }

  /** A process killed between the two renames of an overwrite leaves no target. */
  @Test
  void aKilledReplacementIsNoObstacle() throws IOException {
    publish(5);
    Files.move(target, folder.resolve("_replaced-out"));
    assertThat(existing(identity(10), true)).isEmpty();
    publish(10);
    assertThat(siblings()).containsExactly("out");
  }

  @Test
  void damagedManifestIsNamed() throws IOException {
    publish(5);
    Files.writeString(target.resolve("manifest.json"), "{");
    Files.delete(target.resolve(".manifest.json.crc"));
    assertThatThrownBy(() -> existing(identity(5), false))
        .hasMessageContaining("manifest.json: damaged JSON");
  }

  @Test
  void numbersThatWereWrittenAndReadAreTheSame() {
    ObjectNode configuration = Json.object();
    configuration.put("long", 5L);
    configuration.put("float", 0.1);
    configuration.putNull("nothing");
    StageIdentity identity = new StageIdentity("s", Json.object(), configuration);
    JsonNode read = Json.tree(Json.value(identity.json(), java.util.Map.class));
    assertThat(identity.differenceFrom(read)).isEmpty();
    assertThat(new StageIdentity("t", Json.object(), configuration).differenceFrom(read))
        .contains("stage");
  }

  private void publish(int epochs) throws IOException {
    try (StageOutput output = begin(identity(epochs))) {
      output.publish(Json.object(), Json.object());
    }
  }

  private StageOutput begin(StageIdentity identity) throws IOException {
    return StageOutput.begin(hadoop, hadoopPath(target), identity);
  }

  private Optional<JsonNode> existing(StageIdentity identity, boolean overwrite)
      throws IOException {
    return StageOutput.existing(hadoop, hadoopPath(target), identity, overwrite);
  }

  private void write(StageOutput output, String name, String text) throws IOException {
    Json.write(hadoop, new org.apache.hadoop.fs.Path(output.folder(), name), text);
  }

  private static StageIdentity identity(int epochs) {
    ObjectNode configuration = Json.object();
    configuration.putObject("training").put("epochs", epochs).put("name", "x");
    return new StageIdentity("train", Json.object().put("dataset", "abc"), configuration);
  }

  private static org.apache.hadoop.fs.Path hadoopPath(Path path) {
    return new org.apache.hadoop.fs.Path(path.toString());
  }

  private Stream<String> siblings() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(f -> f.getFileName().toString()).toList().stream();
    }
  }
}
