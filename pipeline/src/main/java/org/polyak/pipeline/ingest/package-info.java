/**
 * The ingest stage: raw images to a data set. Containers are indexed; the plan decides what goes
 * where; tasks read pieces, decode and count; Spark puts the rows in order and writes them; what
 * was written is read back and compared with what was read.
 */
package org.polyak.pipeline.ingest;
