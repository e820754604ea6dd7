package org.polyak.train.network.layer;

/**
 * x times the normal distribution function of x, x (1 + erf(x / sqrt 2)) / 2: the exact form of
 * Hendrycks and Gimpel, "Gaussian error linear units", 2016.
 */
public record Gelu() implements Activation {}
