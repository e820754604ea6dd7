package org.polyak.train.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
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
  void latestPassesOverDamagedOnesWithAMessage() throws IOException {
    store.write(snapshot(1));
    store.write(snapshot(2));
    store.write(snapshot(3));
    flipByte(3, 40);
    truncate(2);
    List<String> warnings = new ArrayList<>();
    assertThat(store.latest(IDENTITY, warnings::add).orElseThrow().header().epoch()).isEqualTo(1);
    assertThat(warnings).hasSize(2);
    assertThat(warnings.get(0)).contains("epoch-00003.snapshot: damaged snapshot: its content");
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
    return new Snapshot(
        new Snapshot.Header(
            "lenet5",
            epoch,
            EpochPosition.START,
            10L * epoch,
            1000L * epoch,
            epoch % 3 == 0,
            0,
            List.of(new HistoryPoint(1, 1000, 0.1, 2.25, 0.2, null, null, 1.5)),
            List.of(2.5, 1 / 3.0),
            IDENTITY.json()),
        new ReplicaState(
            new float[] {epoch, -0.0f, Float.MIN_VALUE}, new float[] {1, 2}, new float[0]));
  }

  private Path file(int epoch) {
    return folder.resolve("epoch-%05d.snapshot".formatted(epoch));
  }

  private void flipByte(int epoch, int position) throws IOException {
    byte[] bytes = Files.readAllBytes(file(epoch));
    bytes[position] ^= 1;
    Files.write(file(epoch), bytes);
    removeChecksumSidecar(epoch);
  }

  private void truncate(int epoch) throws IOException {
    byte[] bytes = Files.readAllBytes(file(epoch));
    Files.write(file(epoch), java.util.Arrays.copyOf(bytes, bytes.length / 2));
    removeChecksumSidecar(epoch);
  }

  /** Hadoop's local file system would notice the damage before us; other file systems would not. */
  private void removeChecksumSidecar(int epoch) throws IOException {
    Files.deleteIfExists(folder.resolve(".epoch-%05d.snapshot.crc".formatted(epoch)));
  }
}
