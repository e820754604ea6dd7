package org.polyak.evaluate.predict;

import java.io.Serializable;

/**
 * What all models say of one image.
 *
 * @param id of the image
 * @param label its class
 * @param width columns of the image in pixels
 * @param height rows of the image in pixels
 * @param probabilities {@code [column][class]}, each row summing to 1; a column is a model and a
 *     crop set, see {@link Columns}
 */
public record Prediction(String id, int label, int width, int height, float[][] probabilities)
    implements Serializable {}
