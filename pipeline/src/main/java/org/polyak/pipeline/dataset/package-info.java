/** The data set on disk: Parquet files by split, labels, statistics; its writer and its reader. */
package org.polyak.pipeline.dataset;
