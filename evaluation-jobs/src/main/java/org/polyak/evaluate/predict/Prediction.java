package org.polyak.evaluate.predict;

import java.io.Serializable;

/**
 * What all models say of one image.
 *
 * @param id of the image
 * @param label its class
 * @param probabilities {@code [model][class]}, each row summing to 1
 */
public record Prediction(String id, int label, double[][] probabilities) implements Serializable {}
