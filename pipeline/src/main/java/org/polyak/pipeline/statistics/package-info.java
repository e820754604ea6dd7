/**
 * What training needs to know of its images: moments of pixels, sizes, the mean image. All are sums
 * of whole numbers, which tasks make and the driver adds in any order.
 */
package org.polyak.pipeline.statistics;
