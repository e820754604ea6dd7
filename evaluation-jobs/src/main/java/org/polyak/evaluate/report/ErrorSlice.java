package org.polyak.evaluate.report;

/**
 * The headline candidate's errors on some of the images.
 *
 * @param name of the slice
 * @param images in it
 * @param errors wrong ones among them
 * @param low lower end of the 95 % interval of the error (Wilson)
 * @param high upper end
 */
public record ErrorSlice(String name, long images, long errors, double low, double high) {}
