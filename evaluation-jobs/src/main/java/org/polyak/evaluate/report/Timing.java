package org.polyak.evaluate.report;

/**
 * Time spent in one phase of the averaging rounds.
 *
 * @param phase such as {@code read}, {@code augment}, {@code step}, {@code wait}, {@code reduce}
 * @param seconds in it, at least 0
 */
public record Timing(String phase, double seconds) {}
