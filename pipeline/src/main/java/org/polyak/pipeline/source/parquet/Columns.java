package org.polyak.pipeline.source.parquet;

import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.schema.Type;
import org.polyak.pipeline.error.PolyakException;
import org.polyak.pipeline.source.ListedImage;
import org.polyak.pipeline.source.RawImage;

/** Which columns say what an image is. */
interface Columns extends Serializable {

  /** The column of the images. */
  String image();

  /**
   * The columns to be read for the list of images.
   *
   * @throws PolyakException if one is missing or of another type
   */
  List<Type> forListing(FileSchema schema);

  /**
   * The columns to be read for their content besides, without what is not needed of them.
   *
   * @throws PolyakException if one is missing or of another type
   */
  List<Type> forContent(FileSchema schema);

  /**
   * Checks what a file's writer noted.
   *
   * @throws PolyakException if it contradicts what the collection's first file says
   */
  void check(String file, Map<String, String> notes) throws IOException;

  /**
   * What a row says of its image.
   *
   * @throws PolyakException if it does not even say its id, where rows have one
   */
  ListedImage listed(RowPlace place, Group row);

  /** The image of a row, with all columns. */
  RawImage.Content content(RowPlace place, Group row);
}
