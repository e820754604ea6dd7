package org.polyak.pipeline.source;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.FileStatus;
import org.polyak.pipeline.dataset.Split;
import org.polyak.pipeline.error.PolyakException;

/** A collection of labelled images, opened on the driver. */
public interface Source {

  /** Its files, those that say labels included; what the input's fingerprint is made of. */
  List<FileStatus> files();

  /** What is to be indexed, in the collection's order. */
  List<Container> containers();

  /**
   * The classes in label order.
   *
   * @param keys class keys of all listed images, without repetition
   * @throws PolyakException if they contradict what the collection says of its classes
   */
  Classes classes(Collection<String> keys);

  /** Whether the images lie in an order whose end is the customary validation split. */
  boolean validationIsTheEnd();

  /** What the user should know and the stage can live with. */
  List<String> warnings();

  /**
   * The same of the number of inputs, which is known when they are listed.
   *
   * @param inputs by the split that their place says; those without are not in it
   */
  default List<String> warnings(Map<Split, Long> inputs) {
    return List.of();
  }
}
