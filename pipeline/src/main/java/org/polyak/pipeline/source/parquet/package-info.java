/**
 * Labelled images in Parquet files, read without Spark: as Hugging Face's libraries write them, and
 * as this project's own data sets hold them. Indexing reads the columns of labels only; a task
 * reads one row group's images at a time.
 */
package org.polyak.pipeline.source.parquet;
