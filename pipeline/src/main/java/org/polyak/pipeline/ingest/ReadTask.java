package org.polyak.pipeline.ingest;

import static java.util.stream.Collectors.toList;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.polyak.pipeline.dataset.Split;
import org.polyak.pipeline.source.Piece;

/**
 * What a task reads: pieces that follow each other, so many that tasks take about equally long.
 *
 * @param parts in the collection's order
 */
record ReadTask(List<Part> parts) implements Serializable {

  /** Opening files takes longer than decoding small ones: more of them go to more tasks. */
  private static final int MAX_INPUTS_OF_A_FILE = 4096;

  /** A piece, and the number of its container. */
  record Part(int container, Piece piece) implements Serializable {}

  /** Keeps a list that serialises. */
  ReadTask {
    parts = List.copyOf(parts);
  }

  /** Divides all pieces into tasks of about {@link Piece#TARGET_BYTES}, by size, not by count. */
  static List<ReadTask> of(Index index) {
    List<ReadTask> tasks = new ArrayList<>();
    List<Part> parts = new ArrayList<>();
    long bytes = 0;
    for (int c = 0; c < index.containers().size(); c++) {
      for (Piece piece : index.containers().get(c).pieces()) {
        if (!parts.isEmpty() && bytes + piece.bytes() > Piece.TARGET_BYTES) {
          tasks.add(new ReadTask(parts));
          parts.clear();
          bytes = 0;
        }
        parts.add(new Part(c, piece));
        bytes += piece.bytes();
      }
    }
    if (!parts.isEmpty()) {
      tasks.add(new ReadTask(parts));
    }
    return tasks;
  }

  /**
   * A task for each file of the data set, which reads that file's inputs in the order they have in
   * it, so that nothing has to be sorted; none if the collection cannot be read in any order, or if
   * its images are so small that a file's would be too many for one task.
   */
  static Optional<List<ReadTask>> ofFiles(Index index, IngestPlan plan) {
    Map<Split, List<List<Input>>> files = new EnumMap<>(Split.class);
    plan.files()
        .forEach(
            (split, count) ->
                files.put(
                    split, Stream.generate(ArrayList<Input>::new).limit(count).collect(toList())));
    for (int c = 0; c < index.containers().size(); c++) {
      IndexedContainer container = index.containers().get(c);
      if (container.pieces().size() != 1
          || !(container.pieces().get(0) instanceof Piece.Loose pieces)) {
        return Optional.empty();
      }
      for (ListedInput input : container.inputs()) {
        Place place = new Place(c, input.position());
        Split split = plan.split(input.split(), place, input.key(), input.classKey());
        List<List<Input>> ofSplit = files.get(split);
        ofSplit
            .get(HashOrder.file(input.key(), ofSplit.size()))
            .add(new Input(input.key(), place, pieces));
      }
    }
    List<ReadTask> tasks = new ArrayList<>();
    for (List<List<Input>> ofSplit : files.values()) {
      for (List<Input> inputs : ofSplit) {
        if (inputs.size() > MAX_INPUTS_OF_A_FILE) {
          return Optional.empty();
        }
        if (!inputs.isEmpty()) {
          inputs.sort(Input.ORDER);
          tasks.add(new ReadTask(inputs.stream().map(Input::part).toList()));
        }
      }
    }
    return Optional.of(tasks);
  }

  private record Input(ImageKey key, Place place, Piece.Loose pieces) {

    static final Comparator<Input> ORDER =
        Comparator.comparing(Input::key, HashOrder.ORDER).thenComparing(Input::place);

    Part part() {
      return new Part(place.container(), pieces.at(place.position()));
    }
  }
}
