/**
 * Shards of samples as the WebDataset library writes them: tars in which the members of a sample
 * follow each other and share a name up to its first dot, such as {@code 0001.jpg} and {@code
 * 0001.cls}.
 */
package org.polyak.pipeline.source.webdataset;
