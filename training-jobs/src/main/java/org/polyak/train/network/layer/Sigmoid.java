package org.polyak.train.network.layer;

/** 1 / (1 + exp(-x)), with the derivative y (1 - y). */
public record Sigmoid() implements Activation {}
