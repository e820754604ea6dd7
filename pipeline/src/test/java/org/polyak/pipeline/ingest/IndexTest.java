package org.polyak.pipeline.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.polyak.pipeline.dataset.Split;
import org.polyak.pipeline.source.Classes;
import org.polyak.pipeline.source.Container;
import org.polyak.pipeline.source.ListedImage;
import org.polyak.pipeline.source.Piece;
import org.polyak.pipeline.source.RawImages;

class IndexTest {

  @Test
  void repeatedIdsBelongToTheFirstPlace() throws IOException {
    Index index = index(List.of("a", "b", "c", "b"), List.of("d", "a"), List.of("a"));
    assertThat(index.repeated())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                ImageKey.of("a"), new Place(0, 0),
                ImageKey.of("b"), new Place(0, 1)));
    IngestPlan plan = plan(index);
    assertThat(plan.isFirst(new Place(0, 1), ImageKey.of("b"))).isTrue();
    assertThat(plan.isFirst(new Place(0, 3), ImageKey.of("b"))).isFalse();
    assertThat(plan.isFirst(new Place(2, 0), ImageKey.of("a"))).isFalse();
    assertThat(plan.isFirst(new Place(1, 0), ImageKey.of("d"))).isTrue();
  }

  @Test
  void skippedInputsAreCountedAndNotListed() throws IOException {
    Skip skip = new Skip(List.of(".DS_Store", "train/x/*"));
    IndexedContainer found =
        IndexedContainer.of(
            new Names(List.of("a/.DS_Store", "a/b", "train/x/y", "val/x/y", "a/DS_Store"), 1),
            new Configuration(),
            skip);
    assertThat(found.skipped()).isEqualTo(2);
    assertThat(found.inputs()).extracting(ListedInput::position).containsExactly(1L, 3L, 4L);
  }

  /** One class a hundred times as large as the others is read by a hundred tasks, not by one. */
  @Test
  void tasksAreEquallyLargeWhateverTheClasses() throws IOException {
    List<IndexedContainer> containers = new ArrayList<>();
    for (int k = 0; k < 50; k++) {
      int bytes = k == 7 ? 100 : 1;
      containers.add(
          new IndexedContainer(
              IntStream.range(0, bytes).mapToObj(i -> (Piece) new Sized(1 << 20)).toList(),
              List.of(),
              0));
    }
    List<ReadTask> tasks = ReadTask.of(new Index(containers));
    assertThat(tasks).hasSize(5);
    assertThat(tasks.stream().flatMap(t -> t.parts().stream()).count()).isEqualTo(149);
    assertThat(tasks)
        .allSatisfy(
            task ->
                assertThat(task.parts().stream().mapToLong(p -> p.piece().bytes()).sum())
                    .isLessThanOrEqualTo(Piece.TARGET_BYTES));
    assertThat(tasks.get(0).parts().get(7).container()).isEqualTo(7);
  }

  @SafeVarargs
  private static Index index(List<String>... ids) throws IOException {
    List<IndexedContainer> containers = new ArrayList<>();
    for (List<String> names : ids) {
      containers.add(
          IndexedContainer.of(
              new Names(names, names.size()), new Configuration(), new Skip(List.of())));
    }
    return new Index(containers);
  }

  private static IngestPlan plan(Index index) {
    return IngestPlan.of(
        index,
        Classes.sorted(index.classKeys()),
        ValidationShare.parse("0"),
        Folds.NONE,
        false,
        1000);
  }

  private record Names(List<String> ids, long bytes) implements Container {

    @Override
    public String name() {
      return "names";
    }

    @Override
    public List<Piece> index(Configuration hadoop, Listing listing) {
      for (int i = 0; i < ids.size(); i++) {
        listing.add(i, new ListedImage(ids.get(i), Split.TRAIN, "class"), 1);
      }
      return List.of();
    }
  }

  private record Sized(long bytes) implements Piece {

    @Override
    public RawImages open(Configuration hadoop) {
      throw new IllegalStateException("Not opened here");
    }
  }
}
