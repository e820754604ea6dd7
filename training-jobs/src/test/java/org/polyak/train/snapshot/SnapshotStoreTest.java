package org.polyak.train.snapshot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polyak.pipeline.error.PolyakException;
import org.polyak.pipeline.stage.Json;
import org.polyak.pipeline.stage.StageIdentity;
import org.polyak.train.averaging.AveragingMemory;
import org.polyak.train.averaging.EpochPosition;
import org.polyak.train.averaging.ReplicaState;

class SnapshotStoreTest {

  private static final StageIdentity IDENTITY =
      new StageIdentity("train", Json.object().put("dataset", "x"), Json.object());

  @TempDir private Path folder;
  private SnapshotStore store;

  @BeforeEach
  void open() throws IOException {
    store =
        new SnapshotStore(new Configuration(), new org.apache.hadoop.fs.Path(folder.toString()));
  }

  @Test
  void readsBackWhatItWrote() throws IOException {
    store.write(snapshot(7));
    Snapshot read = store.read(7);
    assertThat(read.header()).isEqualTo(snapshot(7).header());
    assertThat(read.state().parameters()).containsExactly(7, -0.0f, Float.MIN_VALUE);
    assertThat(read.state().updater()).containsExactly(1, 2);
    assertThat(read.state().statistics()).isEmpty();
    assertThat(folder).isDirectoryNotContaining("glob:**/_incomplete*");
  }

  @Test
  void latestPassesOverEveryKindOfDamageWithAMessage() throws IOException {
    for (int epoch = 1; epoch <= 8; epoch++) {
      store.write(snapshot(epoch));
    }
    flipByte(8, 40);
    damage(7, bytes -> Arrays.copyOf(bytes, bytes.length / 2));
    damage(6, bytes -> Arrays.copyOf(bytes, bytes.length - 1));
    damage(5, bytes -> new byte[0]);
    damage(4, bytes -> "a text of somebody else, long enough for a header".getBytes(UTF_8));
    damage(3, bytes -> Arrays.copyOf(bytes, bytes.length + 10));
    damage(2, bytes -> bytes(snapshot(9)));
    List<String> warnings = new ArrayList<>();
    assertThat(store.latest(IDENTITY, warnings::add).orElseThrow().header().epoch()).isEqualTo(1);
    assertThat(warnings).hasSize(7);
    assertThat(warnings.get(0))
        .contains("epoch-00008.snapshot: damaged snapshot: its content does not match");
    assertThat(warnings.get(1)).contains("epoch-00007.snapshot: damaged snapshot: its content");
    assertThat(warnings.get(3))
        .contains("epoch-00005.snapshot: damaged snapshot: not a snapshot, or cut short");
    assertThat(warnings.get(4)).contains("epoch-00004.snapshot: damaged snapshot: not a snapshot");
    assertThat(warnings.get(6)).contains("epoch-00002.snapshot: passed over: it is of another");
    assertThat(warnings).allMatch(w -> w.endsWith("trying the one before"));
  }

  /** Hadoop's local file system keeps checksums of its own beside the file. */
  @Test
  void damageThatTheFileSystemNoticesIsPassedOverToo() throws IOException {
    for (int epoch = 1; epoch <= 3; epoch++) {
      store.write(snapshot(epoch));
    }
    byte[] whole = Files.readAllBytes(file(3));
    Files.write(file(3), Arrays.copyOf(whole, whole.length / 2));
    whole[40] ^= 1;
    Files.write(file(2), whole);
    List<String> warnings = new ArrayList<>();
    assertThat(store.latest(IDENTITY, warnings::add).orElseThrow().header().epoch()).isEqualTo(1);
    assertThat(warnings).hasSize(2).allMatch(w -> w.contains("damaged snapshot"));
  }

  @Test
  void anotherRunsSnapshotIsPassedOver() throws IOException {
    store.write(snapshot(1));
    List<String> warnings = new ArrayList<>();
    StageIdentity other = new StageIdentity("train", Json.object(), Json.object());
    assertThat(store.latest(other, warnings::add)).isEmpty();
    assertThat(warnings).singleElement().asString().contains("it is of another run");
  }

  @Test
  void whatAKilledProcessLeftIsDeletedAndNothingElse() throws IOException {
    store.write(snapshot(1));
    Files.write(folder.resolve("_incomplete-epoch-00002.snapshot"), new byte[100]);
    Files.write(folder.resolve("notes.txt"), new byte[1]);
    Files.createDirectory(folder.resolve("epoch-00007.snapshot"));
    store.deleteUnfinished();
    assertThat(folder).isDirectoryNotContaining("glob:**/_incomplete*");
    assertThat(folder.resolve("notes.txt")).exists();
    assertThat(store.epochs()).containsExactly(1);
    assertThat(store.latest(IDENTITY, w -> {}).orElseThrow().header().epoch()).isEqualTo(1);
  }

  @Test
  void positionsWithinAnEpochComeAfterItsStart() throws IOException {
    store.write(snapshot(1));
    store.write(snapshot(1, 7));
    store.write(snapshot(1, 12));
    store.write(snapshot(0, 900));
    assertThat(store.epochs()).containsExactly(1);
    Snapshot latest = store.latest(IDENTITY, w -> {}).orElseThrow();
    assertThat(latest.header()).isEqualTo(snapshot(1, 12).header());
    assertThat(latest.header().within()).isEqualTo(new EpochPosition(12, 34, 1 / 3.0, 5));
    assertThat(folder.resolve("epoch-00001-round-00012.snapshot")).exists();
    store.prune(Set.of(1));
    assertThat(folder.resolve("epoch-00000-round-00900.snapshot")).doesNotExist();
    assertThat(folder.resolve("epoch-00001-round-00007.snapshot")).exists();
    store.deleteAfter(1);
    assertThat(store.latest(IDENTITY, w -> {}).orElseThrow().header())
        .isEqualTo(snapshot(1).header());
  }

  @Test
  void everyFlippedByteIsNoticed() throws IOException {
    store.write(snapshot(1));
    byte[] whole = Files.readAllBytes(file(1));
    for (int i = 0; i < whole.length; i++) {
      byte[] damaged = whole.clone();
      damaged[i] ^= 1;
      Files.write(file(1), damaged);
      removeChecksumSidecar(1);
      assertThatThrownBy(() -> store.read(1))
          .isInstanceOf(PolyakException.class)
          .hasMessageContaining("damaged snapshot");
    }
  }

  @Test
  void keepsTheNewestAndTheChosen() throws IOException {
    for (int epoch = 1; epoch <= 9; epoch++) {
      store.write(snapshot(epoch));
    }
    store.prune(Set.of(3, 6, 9));
    assertThat(store.epochs()).containsExactly(3, 6, 9);
  }

  /**
   * What averaging remembers: momentum of an outer step, replicas' own states of unequal lengths.
   */
  @Test
  void memoryOfAveragingComesBack() throws IOException {
    ReplicaState whole =
        new ReplicaState(new float[] {1, 2}, new float[] {3}, new float[] {4, 5, 6});
    ReplicaState updater = new ReplicaState(new float[0], new float[] {7}, new float[0]);
    Snapshot plain = snapshot(5);
    store.write(
        new Snapshot(
            plain.header(),
            plain.state(),
            new AveragingMemory(new float[] {-0.0f, 8}, List.of(whole, updater))));
    AveragingMemory memory = store.read(5).memory();
    assertThat(memory.outer()).containsExactly(-0.0f, 8);
    assertThat(memory.replicas()).hasSize(2);
    assertThat(memory.replicas().get(0).parameters()).containsExactly(1, 2);
    assertThat(memory.replicas().get(0).updater()).containsExactly(3);
    assertThat(memory.replicas().get(0).statistics()).containsExactly(4, 5, 6);
    assertThat(memory.replicas().get(1).parameters()).isEmpty();
    assertThat(memory.replicas().get(1).updater()).containsExactly(7);
  }

  /** Written here as version 1 was. */
  @Test
  void filesOfTheFirstVersionAreRead() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeBytes("PLYKSNAP");
    out.writeInt(1);
    byte[] header = Json.bytes(snapshot(2).header());
    out.writeInt(header.length);
    out.write(header);
    for (float value : new float[] {1.5f, -2, 3}) {
      out.writeInt(1);
      out.writeInt(Integer.reverseBytes(Float.floatToIntBits(value)));
    }
    out.write(MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray()));
    Files.write(file(2), bytes.toByteArray());
    Snapshot read = store.read(2);
    assertThat(read.header().epoch()).isEqualTo(2);
    assertThat(read.state().parameters()).containsExactly(1.5f);
    assertThat(read.state().updater()).containsExactly(-2);
    assertThat(read.state().statistics()).containsExactly(3);
    assertThat(read.memory().outer()).isEmpty();
    assertThat(read.memory().replicas()).isEmpty();
  }

  @Test
  void missingOneIsNamed() {
    assertThatThrownBy(() -> store.read(4))
        .isInstanceOf(PolyakException.class)
        .hasMessageContaining("epoch-00004.snapshot: no such snapshot");
  }

  private static Snapshot snapshot(int epoch) {
    return snapshot(epoch, 0);
  }

  private static Snapshot snapshot(int epoch, int round) {
    return new Snapshot(
        new Snapshot.Header(
            "lenet5",
            epoch,
            round == 0 ? EpochPosition.START : new EpochPosition(round, 34, 1 / 3.0, 5),
            10L * epoch + round,
            1000L * epoch,
            epoch % 3 == 0,
            0,
            List.of(new HistoryPoint(1, 1000, 0.1, 2.25, 0.2, null, null, 1.5, 0.25)),
            List.of(2.5, 1 / 3.0),
            IDENTITY.json()),
        new ReplicaState(
            new float[] {epoch, -0.0f, Float.MIN_VALUE}, new float[] {1, 2}, new float[0]));
  }

  private Path file(int epoch) {
    return folder.resolve("epoch-%05d.snapshot".formatted(epoch));
  }

  private void flipByte(int epoch, int position) throws IOException {
    damage(
        epoch,
        bytes -> {
          bytes[position] ^= 1;
          return bytes;
        });
  }

  private interface Change {
    byte[] of(byte[] bytes) throws IOException;
  }

  private void damage(int epoch, Change change) throws IOException {
    Files.write(file(epoch), change.of(Files.readAllBytes(file(epoch))));
    removeChecksumSidecar(epoch);
  }

  private static byte[] bytes(Snapshot snapshot) throws IOException {
    return SnapshotFile.bytes(snapshot);
  }

  /** Hadoop's local file system would notice the damage before us; other file systems would not. */
  private void removeChecksumSidecar(int epoch) throws IOException {
    Files.deleteIfExists(folder.resolve(".epoch-%05d.snapshot.crc".formatted(epoch)));
  }
}
