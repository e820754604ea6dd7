package org.polyak.pipeline.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Outputs where a folder moves file by file, with a death after every single change. */
class ObjectStoreOutputTest {

  private static final String BUCKET = "outputs";
  private static final int PARTS = 3;

  private final Configuration hadoop = ObjectStore.configuration();

  @AfterEach
  void empty() throws IOException {
    ObjectStore.revive(BUCKET);
    Path root = new Path("objects://" + BUCKET + "/");
    FileSystem fs = root.getFileSystem(hadoop);
    for (var entry : fs.listStatus(root)) {
      fs.delete(entry.getPath(), true);
    }
  }

  @Test
  void whatIsHalfMovedIsNotCompleteAndIsMadeAnew() throws IOException {
    long changes = changesOf(() -> publish(target("whole"), 1));
    assertThat(changes).isGreaterThan(2 * PARTS);
    for (long living = 0; living < changes; living++) {
      Path target = target("first-" + living);
      dieAfter(living, () -> publish(target, 1));
      assertCompleteOrRefused(target, 1);
      publish(target, 1);
      assertWhole(target, 1);
    }
  }

  @Test
  void whatIsHalfReplacedIsNotComplete() throws IOException {
    Path counted = target("counted");
    publish(counted, 1);
    long changes = changesOf(() -> publish(counted, 2));
    for (long living = 0; living < changes; living++) {
      Path target = target("second-" + living);
      publish(target, 1);
      dieAfter(living, () -> publish(target, 2));
      FileSystem fs = target.getFileSystem(hadoop);
      if (fs.exists(new Path(target, StageOutput.MANIFEST))) {
        int version =
            Json.read(hadoop, new Path(target, StageOutput.MANIFEST))
                .path("identity")
                .path("configuration")
                .path("version")
                .asInt();
        assertParts(target, version);
      }
      assertThat(StageOutput.existing(hadoop, target, identity(3), true)).isEmpty();
      publish(target, 3);
      assertWhole(target, 3);
    }
  }

  @Test
  void aFolderOfOthersIsNotReplacedThere() throws IOException {
    Path target = target("thesis");
    Json.write(hadoop, new Path(target, "chapter"), "x");
    assertThatThrownBy(() -> StageOutput.existing(hadoop, target, identity(1), true))
        .hasMessageContaining("holds no manifest.json");
  }

  /** A manifest is there only with everything that belongs to it. */
  private void assertCompleteOrRefused(Path target, int version) throws IOException {
    if (StageOutput.existing(hadoop, target, identity(version), false).isPresent()) {
      assertParts(target, version);
    }
  }

  private void assertWhole(Path target, int version) throws IOException {
    assertThat(StageOutput.existing(hadoop, target, identity(version), false)).isPresent();
    assertParts(target, version);
    assertThat(ObjectStore.keys(BUCKET, target.getName() + "/"))
        .containsExactlyInAnyOrderElementsOf(expectedKeys(target.getName()));
    assertThat(ObjectStore.keys(BUCKET, "_"))
        .as("what is left beside the output")
        .noneMatch(key -> key.contains("-" + target.getName()));
  }

  private static List<String> expectedKeys(String name) {
    List<String> keys = new ArrayList<>();
    for (int i = 0; i < PARTS; i++) {
      keys.add(name + "/data/part-" + i);
    }
    // What the store keeps for the folder that was made empty.
    keys.add(name + "/");
    keys.add(name + "/metrics.json");
    keys.add(name + "/manifest.json");
    return keys;
  }

  private void assertParts(Path target, int version) throws IOException {
    for (int i = 0; i < PARTS; i++) {
      assertThat(Json.read(hadoop, new Path(target, "data/part-" + i)).asInt()).isEqualTo(version);
    }
  }

  private void publish(Path target, int version) throws IOException {
    try (StageOutput output = StageOutput.begin(hadoop, target, identity(version))) {
      for (int i = 0; i < PARTS; i++) {
        Json.write(hadoop, new Path(output.folder(), "data/part-" + i), version);
      }
      output.publish(Json.object(), Json.object());
    }
  }

  private static void dieAfter(long changes, Work work) {
    ObjectStore.dieAfter(BUCKET, changes);
    assertThatThrownBy(work::run).hasMessageContaining("dead");
    ObjectStore.revive(BUCKET);
  }

  private static long changesOf(Work work) throws IOException {
    long before = ObjectStore.changes(BUCKET);
    work.run();
    return ObjectStore.changes(BUCKET) - before;
  }

  private static Path target(String name) {
    return new Path("objects://" + BUCKET + "/" + name);
  }

  private static StageIdentity identity(int version) {
    ObjectNode configuration = Json.object();
    configuration.put("version", version);
    return new StageIdentity("s", Json.object(), configuration);
  }

  private interface Work {
    void run() throws IOException;
  }
}
